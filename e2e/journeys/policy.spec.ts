/** What an administrator decided, in the window; and a home that cannot be used. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { App, expect, root, test } from '../app';

test('a policy’s lessons are listed, its modes are gone, and what is wrong in it is said', async ({
  app,
  userData,
  complaints,
}) => {
  await app.electron.close();
  const school = path.join(userData, 'school');
  await mkdir(school);
  await cp(path.join(root, 'models/single-neuron'), path.join(school, 'Woche 3'), { recursive: true });
  const policy = path.join(userData, 'policy.json');
  await writeFile(
    policy,
    JSON.stringify({ lessonFolders: [school], modesLeftOut: ['Code'], gpu: false, gpus: 1 }),
  );
  const again = await App.launch(userData, complaints, { env: { LAYERLOOM_POLICY: policy } });
  await expect(again.notices).toContainText('no setting is called gpus');
  await expect(again.page.getByRole('tab', { name: 'Train' })).toBeVisible();
  await expect(again.page.getByRole('tab', { name: 'Code' })).toHaveCount(0);
  // Whatever this system has beside the CPU.
  await expect(again.header.whyNot).toHaveAccessibleDescription(
    /^\w+ is left out by the policy of this machine/,
  );
  await expect(again.header.provider.getByRole('option')).toHaveText(['CPU']);
  await again.page.getByRole('button', { name: 'Open lesson' }).click();
  // The one that comes with the app, and the school's own copy.
  const entries = again.page.getByRole('menuitem', { name: 'A single neuron' });
  await expect(entries).toHaveCount(2);
  await entries.last().click();
  await expect(again.header.title).toContainText('A single neuron');
  await again.electron.close();
});

test('where the app’s own folder cannot be written to, it starts all the same and says so', async ({
  app,
  userData,
  complaints,
}) => {
  await app.electron.close();
  await writeFile(path.join(userData, 'file'), '');
  const again = await App.launch(path.join(userData, 'file', 'own'), complaints);
  await expect(again.notices).toContainText('could not be used: a part of its path is a file');
  await again.transport.run.click();
  await expect(again.transport.place).toContainText('Stage 1 of 5');
  await again.electron.close();
});

test('how the person likes the window stays between starts', async ({ app, userData, complaints }) => {
  await app.page.getByRole('button', { name: 'View' }).click();
  await app.page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await app.electron.close();
  const again = await App.launch(userData, complaints);
  await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await again.electron.close();
});
