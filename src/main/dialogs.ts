/** The system's own dialogs, which belong to the window. */
import {
  dialog,
  type BrowserWindow,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';

export interface Dialogs {
  /** The path the person chose; undefined when it was none. */
  open(options: OpenDialogOptions): Promise<string | undefined>;
  save(options: SaveDialogOptions): Promise<string | undefined>;
  /** Which of the buttons. */
  ask(options: MessageBoxOptions): Promise<number>;
}

export function dialogsOf(window: BrowserWindow): Dialogs {
  return {
    async open(options) {
      const { filePaths } = await dialog.showOpenDialog(window, options);
      return filePaths[0];
    },
    async save(options) {
      const { filePath } = await dialog.showSaveDialog(window, options);
      return filePath || undefined;
    },
    async ask(options) {
      const { response } = await dialog.showMessageBox(window, options);
      return response;
    },
  };
}
