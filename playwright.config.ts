// Owns the journeys in the real window: one at a time, without second chances.
import { defineConfig } from '@playwright/test';

const report = process.env['LAYERLOOM_E2E_REPORT'];

export default defineConfig({
  testDir: 'e2e/journeys',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  // A slow machine is no defect of the app.
  timeout: 60_000,
  expect: { timeout: 15_000, toPass: { timeout: 15_000 } },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: report ? [['list'], ['json', { outputFile: report }]] : 'list',
});
