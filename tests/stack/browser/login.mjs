// login.mjs ADDRESS: logs in at the stack's provider as LOGIN_USER (alice), in Chromium without a window. Prints what
// the page says that the login ended at. LOGIN_PICTURES names a folder for pictures: sign-2-provider.png, the page on
// which the person logs in, and sign-3-back.png, that at the end.
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.WEIGHMASTER_STACK_BIN}/../`)('playwright-core');
const pictures = process.env.LOGIN_PICTURES;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-proxy-server', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 900, height: 560 } });
  const takePicture = (name) => pictures && page.screenshot({
    path: `${pictures}/${name}.png`, clip: { x: 150, y: 0, width: 600, height: 304 },
  });
  page.setDefaultTimeout(30_000);
  await page.goto(process.argv[2], { waitUntil: 'domcontentloaded' });
  const name = page.locator('input[name=login]');
  const prompt = page.locator('input[name=prompt]');
  while (await prompt.count()) {
    if (await name.count()) {
      await name.fill(process.env.LOGIN_USER ?? 'alice');
      await page.fill('input[name=password]', 'correct horse');
      await takePicture('sign-2-provider');
    }
    await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.click('button[type=submit]')]);
  }
  console.log(await page.innerText('body'));
  await takePicture('sign-3-back');
} finally {
  await browser.close();
}
