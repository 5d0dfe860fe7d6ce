// login.mjs ADDRESS: logs in at the stack's provider as LOGIN_USER (alice), in Chromium without a window. Prints what
// the page says that the login ended at; LOGIN_PICTURE names a file for a picture of it.
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.WEIGHMASTER_STACK_BIN}/../`)('playwright-core');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-proxy-server', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(process.argv[2], { waitUntil: 'domcontentloaded' });
  const name = page.locator('input[name=login]');
  const prompt = page.locator('input[name=prompt]');
  while (await prompt.count()) {
    if (await name.count()) {
      await name.fill(process.env.LOGIN_USER ?? 'alice');
      await page.fill('input[name=password]', 'x');
    }
    await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.click('button[type=submit]')]);
  }
  console.log(await page.innerText('body'));
  if (process.env.LOGIN_PICTURE) await page.screenshot({ path: process.env.LOGIN_PICTURE });
} finally {
  await browser.close();
}
