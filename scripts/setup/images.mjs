import { join } from 'node:path';
import { canInstallPackages } from './apt.mjs';
import { buildImage, importDebianBase } from './build-images.mjs';
import { requestText } from './engine-request.mjs';
import { baseRecipe, imageRecipes, imagesFolder, readContext, recipeHash, recipeLabel } from './image-recipes.mjs';
import { pullImage } from './pull-image.mjs';
import { SetUpError } from './set-up-error.mjs';
import { together } from './together.mjs';

/** @typedef {import('./image-recipes.mjs').ImageRecipe & { recipe: string }} WantedImage */

/**
 * An image for each variable that the specs of tests and examples use: the one that the environment names, else the
 * upstream one, else our own; what the engine has is preferred to what a registry has, and that to a build.
 *
 * @param {{ host: string, step: import('./step.mjs').Step, signal?: AbortSignal | undefined }} options
 * @returns {Promise<Record<string, string>>} image name by variable
 */
export async function provideImages({ host, step, signal }) {
  const options = { host, step, signal };
  const base = recipeHash(baseRecipe);
  const all = imageRecipes.map((image) => ({
    ...image,
    recipe: recipeHash({ base, context: readContext(join(imagesFolder, image.folder)) }),
  }));
  const names = await step('images', async (say) => {
    const present = await namesPresent(host, all);
    const there = Object.values(present);
    say(there.length === 0 ? 'none there yet' : `there: ${there.join(' ')}`);
    return present;
  });
  let missing = all.filter(({ variable }) => names[variable] === undefined);
  if (missing.length === 0) return names;

  const pulled = await pullWhatAnswers(missing, options);
  Object.assign(names, pulled.names);
  missing = missing.filter(({ variable }) => names[variable] === undefined);
  if (missing.length === 0) return names;

  if (!canInstallPackages()) throw new SetUpError(neitherText(missing, pulled.refusal));
  if ((await imageLabel(host, baseRecipe.local)) !== base) {
    await step('image', async (say) => {
      say(`${baseRecipe.local} is being made from Debian packages`, { now: true });
      await importDebianBase({ host, recipe: base, signal });
      say(`${baseRecipe.local} made from Debian packages`);
    });
  }
  return { ...names, ...(await buildAll(missing, options)) };
}

/**
 * @param {string} host
 * @param {readonly WantedImage[]} images
 */
async function namesPresent(host, images) {
  /** @type {Record<string, string>} */
  const names = {};
  for (const { variable, upstream, local, recipe } of images) {
    const wished = process.env[variable];
    if (wished) names[variable] = wished;
    else if ((await imageLabel(host, upstream)) !== undefined) names[variable] = upstream;
    else if ((await imageLabel(host, local)) === recipe) names[variable] = local;
  }
  return names;
}

/**
 * @param {string} host
 * @param {string} name
 * @returns {Promise<string | undefined>} the recipe an image was made from, '' for one that is not ours, undefined for none
 */
async function imageLabel(host, name) {
  const { status, text } = await requestText(host, `/images/${name}/json`);
  if (status === 404) return undefined;
  if (status !== 200) throw new SetUpError(`The engine answered status ${status} when asked for the image ${name}: ${text.trim()}`);
  return JSON.parse(text).Config?.Labels?.[recipeLabel] ?? '';
}

/**
 * The first image asks whether a registry answers; only when one does are the others asked for.
 *
 * @param {readonly WantedImage[]} images
 * @param {{ host: string, step: import('./step.mjs').Step, signal?: AbortSignal | undefined }} options
 */
async function pullWhatAnswers(images, { host, step, signal }) {
  /** @type {Record<string, string>} */
  const names = {};
  /** @type {string | undefined} */
  let refusal;
  const pull = (/** @type {WantedImage} */ { variable, upstream }) =>
    step('image', async (say) => {
      const reason = await pullImage({ host, name: upstream, signal });
      say(reason === undefined ? `${upstream} pulled` : `${upstream} cannot be pulled: ${reason}`);
      if (reason === undefined) names[variable] = upstream;
      else refusal ??= reason;
    });
  const [first, ...others] = images;
  if (first) await pull(first);
  if (refusal === undefined) await Promise.all(others.map(pull));
  return { names, refusal };
}

/**
 * @param {readonly WantedImage[]} images
 * @param {{ host: string, step: import('./step.mjs').Step, signal?: AbortSignal | undefined }} options
 */
async function buildAll(images, { host, step, signal }) {
  const builds = images.map(
    (image) => (/** @type {AbortSignal} */ either) =>
      step('image', async (say) => {
        say(`${image.local} is being built from ${join('test/images', image.folder)}`, { now: true });
        await buildImage({ host, image, recipe: image.recipe, signal: either });
        say(`${image.local} built`);
      }),
  );
  await together(builds, signal);
  return Object.fromEntries(images.map(({ variable, local }) => [variable, local]));
}

/**
 * @param {readonly WantedImage[]} missing
 * @param {string | undefined} refusal
 */
function neitherText(missing, refusal) {
  return [
    `Images are missing, and they could not be pulled: ${refusal}`,
    ...missing.map(({ upstream, variable }) => `  ${upstream} (or another one, named by ${variable})`),
    'Connect to a registry, or load them into the engine with `docker load`, and run the same command once more.',
    'Without a registry they are built from Debian packages, but only on Debian or Ubuntu as root.',
  ].join('\n');
}
