export interface ImageRecipe {
  readonly variable: string;
  readonly upstream: string;
  readonly local: string;
  readonly folder: string;
}

export const imageRecipes: readonly ImageRecipe[];

export const imagesFolder: string;

export function readContext(folder: string): Record<string, string>;

export function recipeHash(recipe: unknown): string;
