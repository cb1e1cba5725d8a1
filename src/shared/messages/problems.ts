/**
 * Every problem's sentence, keyed by code: what is wrong, where, and the repair.
 * `{name}` is the node's name; other braces are filled from the problem's values.
 */
import { misfitMessages } from './misfits';
import { modelMessages } from './models';
import { otherFileMessages } from './other-files';
import { pasteProblems } from './paste';
import { compareProblems } from './compare';
import { providerMessages } from './providers';

export const problemMessages = {
  // Graph
  'input-not-connected': '{name} has nothing at its input {port}. Draw a wire to it from another layer.',
  'output-not-there':
    '{name} reads {port} of {from}, which answers no such value now. Remove the wire, or change {from}.',
  'input-shape-unknown': '{name} waits for {from}: mend that layer first.',
  'unknown-layer':
    '{name} is a layer of kind {kind}, which this version does not know. Delete it, or open the file in a newer version.',
  'no-network-for-rows':
    'There is no network for these rows yet. Make a small one here, or put one together in Build.',
  'no-layers': 'The canvas is empty. Drag a layer here, or press / to search for one.',
  'network-full':
    'A network has up to {limit} {things}, and this would make {count}. Delete some first, or go on in another file.',
  'no-input-layer': 'There is no Input layer, so no numbers can enter. Drag an Input onto the canvas.',
  'nothing-to-run': 'No layer is complete yet. Wire a layer to an Input.',

  // Wires
  'wire-makes-cycle':
    'A wire from {from} to {to} would make a loop. Data flows one way: wire to a later layer.',
  'wire-to-itself': '{from} cannot feed itself. Wire it to another layer.',

  // Attributes
  'attribute-not-a-number':
    '{attribute} must be a number, and "{text}" is none. Type digits, such as 4 or 0.5.',
  'attribute-not-whole': '{attribute} must be a whole number, and "{text}" is none. Type digits, such as 4.',
  'attribute-not-a-switch': '{attribute} must be True or False, and "{text}" is neither.',
  'attribute-not-a-choice': '{attribute} must be one of {options}, and "{text}" is not.',
  'attribute-out-of-range': '{attribute} must be from {min} to {max}; {text} is not.',
  'attribute-not-numbers': '{attribute} must be numbers such as 0, 2, 1, and "{text}" is none.',
  'attribute-too-long': '{attribute} has up to {limit} {things}. Take some away.',
  'attribute-not-text': '{attribute} must be a text, and "{text}" is none.',
  'attribute-not-a-shape': '{attribute} must be sizes such as 1 x 3, and "{text}" is none.',
  'attribute-not-a-list':
    '{attribute} must be {lengths} whole numbers such as {example}, and "{text}" is not.',
  'attribute-not-per-dimension':
    '{attribute} must be one whole number or {dimensions} of them, such as {example}, and "{text}" is neither.',
  'operator-sets-differ':
    'The operators of both are of other sets of {domain}: {version} here and {theirs} there, so they would mean something else in one network. Convert one of the models to the set of the other first.',
  'operator-bodies-differ':
    'Both bring an operator {name} of their own, and not the same. Rename one of them in its model first.',
  'cut-out-unknown':
    'What {name} answers to what is selected is not known yet, or is no tensor that can be given. Run the network, or select {name}, too.',
  'value-name-empty': 'A value of the model needs a name. Type one.',
  'value-name-unusable':
    'No value of a model can be called that. Type a name of up to {limit} letters, and not __proto__.',
  'value-name-taken': 'The model calls another value {taken} already. Choose another name.',
  'name-taken': 'Another layer is called {taken} already. Choose another name.',
  'shape-too-large':
    'A shape of {shape} holds {size} values, more than the {limit} that fit here. Make a dimension smaller.',
  'attribute-beyond-float32':
    '{attribute} cannot be "{text}": that is too large or too near zero for a 32-bit number. Type 0, or a size from 1.5e-45 to 3.4e38.',
  'value-not-a-number': '"{text}" is not a finite number, so the old value stays. Type digits, such as -1.5.',
  'value-beyond-float32':
    '"{text}" is too large or too near zero for a 32-bit number, so the old value stays. Type 0, or a size from 1.5e-45 to 3.4e38.',
  'rows-need-float':
    '{name} takes {dtype}, and rows of data are float32. Set its dtype to float32, or type its values in.',
  'value-beyond-float16':
    '"{text}" is too large or too near zero for a 16-bit number, so the old value stays. Type 0, or a size from 6e-8 to 65504.',
  'value-not-whole': '"{text}" is no whole number, so the old value stays. Type digits, such as 4.',
  'value-out-of-type':
    '"{text}" does not fit into {dtype}, so the old value stays. Type a whole number from {min} to {max}.',
  'value-no-truth': '"{text}" is neither True nor False, so the old value stays. Type one of the two.',

  ...misfitMessages,
  ...pasteProblems,

  // Files
  'file-not-loom': '{file} is not a Layerloom file: {reason}. Open a .loom file.',
  'file-newer':
    '{file} was written by a newer Layerloom (format {version}; this one reads up to {supported}). Update the app to open it.',
  'file-damaged': '{file} is damaged: {reason}. Open another copy; nothing here was changed.',
  'file-too-large': '{file} holds {size}, more than the {limit} allowed. Open a smaller file.',
  'network-not-saved':
    'The network holds {size}, more than the {limit} a file may hold to be opened again, so it was not saved. Make its layers smaller; until then it is kept as unsaved work.',
  'file-changed-meanwhile': '{file} was changed by another program after it was read. Open it again.',
  'file-too-many': '{file} holds {count} {things}, and up to {limit} can be opened. Open a smaller one.',
  'file-not-found': '{file} cannot be found. It may have been moved; open it from its new place.',
  'too-many-named':
    'So many files cannot be named at once, and one network is open at a time. Name the one you want.',
  'file-not-regular': '{file} is not an ordinary file. Choose a file on disk.',
  'file-unreadable': '{file} cannot be read: {reason}. {repair}.',
  'file-not-written': '{file} could not be written: {reason}. {repair}; your work is still open.',
  'output-not-written': '{file} could not be written: {reason}. {repair}.',
  'recovery-unreadable':
    '{file} cannot be read: {reason}. Unsaved work from last time, if there was any, stays there.',
  'recovery-damaged':
    'Your unsaved work from last time could not be brought back: the list of what it is made of is damaged.',
  'recovery-not-written':
    '{file} could not be written: {reason}. Until that is mended no unsaved work is kept for the next start, so save yours to a file.',
  'recovery-not-cleared':
    '{file} could not be removed: {reason}. Work that is saved by now may come back at the next start.',
  'recovery-in-part':
    'A part of your unsaved work is damaged on disk: {files} could not be brought back. The rest is here.',
  'closing-loses-work':
    'Closing now loses your unsaved work, which could not be kept. Save it to a file, or close once more to go without it.',
  'list-unreadable':
    '{file} is not a list of runs: {reason}. Write JSON such as [{"model": "m.onnx", "inputs": {"x": "x.npy"}, "dump": "out"}].',
  'numbers-misfit-type':
    '{file} holds {dtype}, and {name} is {wanted}. Save it again as {wanted}: array.astype("{wanted}").',
  'numbers-misfit-shape':
    '{file} is {shape}, and {name} is {wanted}. Save it again in that shape, or change the layer first.',
  'npy-unreadable': '{file} is not an .npy file this app can read: {reason}. Save it again with numpy.save.',

  'folder-hidden':
    'The folder {id} of lessons or data is damaged, so it is not listed: {reason}. Where it came with the app, install that again; else mend it.',

  // What an administrator decided, and where the app keeps its own files
  'policy-unreadable':
    'The policy {file} does not count: {reason}. An administrator can check it with loom policy.',
  'policy-unknown':
    'In the policy {file}, no setting is called {names}, so that does not count. There are {keys}.',
  'policy-wrong': 'In the policy {file}, {key} is {value}, so it does not count. It must be {wanted}.',
  'policy-lessons':
    'The folder of lessons {folder}, which the policy names, cannot be read: {reason}. Its lessons are not listed.',
  'policy-lessons-hidden':
    'In the folder of lessons {folder}, which the policy names, these are no lessons, so they are not listed: {names}. Keep lessons alone there, each a folder with lesson.json and document.json.',
  'profile-elsewhere':
    'The app’s own folder {folder} could not be used: {reason}. Until that is mended, settings and unsaved work last only as long as this window; what you save to files is safe.',
  'profile-nowhere':
    'The app can keep its files neither in {folder} ({reason}) nor in a temporary folder. Make room on the disk, or make one of them writable.',
  'kept-not-written':
    '{file} could not be written: {reason}. Until that is mended this lasts only as long as the window.',
  'kept-unreadable':
    '{file} could not be read: {reason}. It is left as it is; until that is mended, what belongs there lasts only as long as the window.',
  'kept-damaged':
    '{file} is damaged, or of a newer version, so it begins anew. What it held was set aside, beside it, as {name}.',

  'weights-drawn':
    '{file} holds no weights, so all of them are drawn by its seed, {seed}. If it should hold some, open another copy.',
  'weights-drawn-in-part':
    '{file} holds no numbers for {names}, so these are drawn by its seed, {seed}. If it should hold them, open another copy.',

  ...otherFileMessages,

  ...modelMessages,

  // Training
  'class-weights-unfit':
    'Class weights must be numbers above zero, such as 1 2 0.5, and “{text}” is not. Leave it empty to count all classes alike.',
  'training-without-rows': 'The data has no rows to learn from. Choose other data.',
  'training-without-parameters':
    'Nothing in this network can learn: it has no weights. Add a layer such as Linear.',
  'training-unknown':
    'It was to be trained with {kind}, which this version does not know. Choose another in Train.',
  'training-all-frozen':
    'Every parameter of this network is frozen, so nothing can learn. Let them learn again.',
  'training-needs-one-input':
    'Training feeds one Input layer, and this network has {count} before the layer that is scored. Leave one.',
  'data-does-not-fit-input':
    'A row of the data has {width} features, and the network takes {expected}. Change the Input or the data.',
  'data-does-not-fit-output':
    '{name} gives {outputs} numbers a row, and the data has {classes} kinds of answer. Set out_features to {classes}.',
  'data-has-no-classes': '{loss} needs classes, and {name} holds numbers such as {value}. Choose {other}.',
  'data-has-classes': '{loss} needs numbers, and {name} holds {value} classes. Choose {other}.',
  'data-could-be-classes':
    '{loss} needs classes, and {name} holds whole numbers such as {value}. Take them as classes, or choose {other}.',
  'data-not-between-0-and-1': '{loss} takes 0 and 1 as answers, and the data has {value}. Choose {other}.',
  'data-not-yes-or-no':
    '{loss} takes 0 and 1 as answers, and the data has two others, such as {value}. Take them as classes, or choose {other}.',
  'data-has-one-class':
    'Every row of the data is of class {only}, so there is nothing to tell apart. Choose data with two classes or more.',
  'loss-needs-scores':
    '{loss} scores a row of numbers, one a class; {name} gives {shape}. Insert Flatten and Linear before it.',
  'loss-after-softmax':
    '{loss} takes scores and works out the softmax itself, but {name} has already done so. Score {before} instead.',
  'loss-not-finite':
    'Training stopped: {place} became {value} in epoch {epoch}, minibatch {batch}. Lower the learning rate or clip the gradients.',

  // Quiz
  'question-unfit':
    'The question "{question}" does not fit this network: {reason}. Undo what was changed, or leave it out.',
  // Data
  'data-unreadable':
    '{file} cannot be used as rows to learn from: {reason}. Mend the file, or choose another.',
  'data-arrays-unclear':
    '{file} does not say which of its arrays are features and which are targets (it has: {names}). Save it again with numpy.savez(file, features=..., targets=...).',
  'data-not-bundled': 'This version has no data set called {id}. Choose other data.',
  'data-rows-cut': 'The file has at least {rows} rows; the first {used} are used.',
  'data-rows-ragged':
    'Row {row} has {cells} cells where others have {width}; rows left out because of that: {count}. Mend the file to use them.',
  'data-cell-no-number':
    'Row {row}, {column}: “{text}” is no number like the others of its column, so it counts as missing.',
  'data-cell-too-large':
    'Row {row}, {column}: “{text}” is more than a 32-bit number can hold, so it counts as missing.',
  'data-cell-too-small':
    'Row {row}, {column}: “{text}” is too near zero for a 32-bit number, so it counts as 0. Write the column in a smaller unit to keep it.',
  'data-number-unclear':
    'Row {row}, {column}: “{text}” can be {point} or {comma}, and nothing else in the file tells. Say whether the point or the comma is the decimal sign.',
  'data-decimal-points': 'Read with a decimal point: {columns}.',
  'data-decimal-commas': 'Read with a decimal comma: {columns}.',
  'data-columns-with-signs': 'Read as the numbers beside a sign: {columns}.',
  'data-columns-left-out': 'Columns left out: {columns}.',
  'data-columns-as-words': 'Columns taken as words, each word a feature: {columns}.',
  'data-answers-have-words':
    '{name} is taken as classes, though it holds numbers, because of “{word}”. Mend that cell to predict numbers.',
  'data-heading-has-numbers': 'The first row is taken as the heading: {cells}.',
  'data-first-row-has-numbers': 'The first row is taken as a row of data, not as the heading: {cells}.',
  'data-answers-are-classes': '{name} is taken as classes, since that is what the loss needs: {shown}.',
  'data-not-a-text':
    '{file} is no table of text: it has no heading and no decimal sign to choose. Leave --heading and --decimal out.',
  'data-rows-with-gaps': 'Rows left out because something is missing in them: {count} ({gaps}).',
  'data-gaps-filled': 'What is missing was filled with the mean, or the most frequent word: {gaps}.',
  'data-every-row-has-gaps':
    'Something is missing in every row, so none can be learned from. Fill the gaps, or leave out the columns that have them.',
  'data-without-features': 'No column is left to learn from. Make one a feature; left out: {columns}.',
  'data-too-many-words':
    '{column} holds {count} different words, each of which would become a feature. Leave it out.',
  'data-too-many-classes':
    '{name} has {count} different answers, too many for classes. Choose another target.',
  'data-target-has-words': '{name} holds words, which cannot be predicted as numbers. Take them as classes.',
  'training-goes-on':
    'The engine stopped in the middle of training and was started again. The run goes on from {at}, with the same numbers.',
  'training-crashed':
    'The engine stopped twice after {at}, so training ended there. What was learned until then is kept; choose a smaller batch or network.',

  // Engine
  'nan-swallowed':
    '{name}: NaN went in and none came out. The engine’s maximum passes over NaN and may pass over numbers beside it, where PyTorch takes NaN for the greatest. Look for the layer where NaN begins.',
  'nan-swallowed-in-part':
    '{name}: NaN went in and may be missing in what came out. The engine’s maximum passes over NaN and may pass over numbers beside it, where PyTorch takes NaN for the greatest. Look for the layer where NaN begins.',
  'size-too-large':
    '{node} asks for {attribute} of {value}, a size no tensor has: {limit} is the most. Mend the model or export it again.',
  'functions-too-long':
    'The functions of the model call one another so often that they come to more than {limit} operators. Export it without functions.',
  'run-failed': 'The run stopped: {reason}.',
  'engine-failed':
    'The engine could not do this with the numbers given. Undo the last change and try again. The runtime says: {reason}.',
  'run-too-long': 'The run took longer than {seconds} seconds and was ended.',
  'run-not-finished': 'The run was stopped before it finished. Press Run to start it again.',
  'run-out-of-time':
    'The run took longer than {seconds} seconds and was stopped. Give it more with --timeout SECONDS.',
  'run-out-of-memory':
    'The run needed more than {limit} of memory and was stopped. Use a smaller model or input.',
  'run-crashed':
    'The engine crashed in the middle of the run. Simplify the model around what is unusual in it, or report it with the model.',
  'engine-stopped':
    'The engine stopped in the middle of a run and was started again. Your network is untouched; press Run.',
  'engine-not-starting':
    'The engine ended each time it was started, so nothing can run. Your network is untouched. Try again, or install the app again.',
  'runtime-not-loaded':
    'No network can run here: {file} of the runtime could not be loaded. Install the app again, or ask whether a virus scanner took the file away. The system says: {reason}.',
  'runtime-needs-visual-c':
    'No network can run here: the Microsoft Visual C++ runtime is missing. Install {installer} from Microsoft, or ask whoever looks after this computer.',

  ...compareProblems,
  ...providerMessages,

  'request-refused':
    'A request to the app was not understood and was refused: {reason}. Please report what you did.',
} as const;
