import { SpecError, type SpecProblem } from '../../errors.ts';
import type { Place } from './source-text.ts';
import { formatPath, type TreePath } from './tree.ts';

/** The most problems that one error spells out; the rest are counted. */
const maximumProblems = 20;
/** The most problems that are told apart; a document with more is not worth the time. */
const maximumIssues = 1000;

/** What a problem is about, before it is put into words for the user. */
export interface Issue {
  readonly path: TreePath;
  readonly place: Place | undefined;
  readonly message: string;
  readonly suggestion?: string | undefined;
  /** The problem is a cycle of references; it decides the error's code. */
  readonly cycle?: boolean;
  /** The problem is the form of a text, which may be in order once its variables have values. */
  readonly form?: boolean;
}

/** Collects every problem of a source, so that one error can show them all. */
export class Issues {
  readonly #issues: Issue[] = [];
  readonly #seen = new Set<string>();
  #earlier = 0;
  /** Texts may hold variables that have no value, so that what is wrong with the form of one is no problem yet. */
  readonly openForms: boolean;

  constructor({ openForms = false }: { readonly openForms?: boolean } = {}) {
    this.openForms = openForms;
  }

  get count(): number {
    return this.#issues.length;
  }

  /** Takes over what was found elsewhere, but for the form of texts. */
  addAllButForms(found: Issues): void {
    for (const issue of found.#issues) if (issue.form !== true) this.add(issue);
  }

  /** From here on, what follows from a problem already found is not reported again. */
  beginStage(): void {
    this.#earlier = this.#issues.length;
  }

  add(issue: Issue): void {
    if (this.#issues.length >= maximumIssues || this.#followsFromEarlier(issue.path)) return;
    const identity = `${formatPath(issue.path)}\0${issue.message}\0${String(issue.place?.start)}`;
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    this.#issues.push(issue);
  }

  #followsFromEarlier(path: TreePath): boolean {
    return this.#issues.slice(0, this.#earlier).some((known) => known.path.length > 0 && known.path.every((step, index) => step === path[index]));
  }

  /** Whether an unknown key of a mapping was most likely meant to be one of these. */
  suggests(path: TreePath, keys: readonly string[]): boolean {
    return this.#issues.some(
      (issue) => issue.path.length === path.length + 1 && keys.includes(issue.suggestion ?? '') && path.every((step, index) => issue.path[index] === step),
    );
  }

  /** Whether something at or below the path was already found wrong. */
  touches(path: TreePath): boolean {
    return this.#issues.some((issue) => path.every((step, index) => issue.path[index] === step));
  }

  /** Ends the resolution with everything found so far, in the order of the text. */
  throwIfAny(): void {
    if (this.#issues.length > 0) throw this.toError();
  }

  toError(): SpecError {
    const ordered = [...this.#issues].sort(byPosition);
    const problems = ordered.map(toProblem);
    const code = ordered.every((issue) => issue.cycle === true) ? 'SPEC_CYCLE' : 'SPEC_INVALID';
    return new SpecError(code, messageOf(problems), problems.slice(0, maximumProblems));
  }
}

const byPosition = (one: Issue, other: Issue): number => {
  if (one.place === undefined || other.place === undefined || one.place.source !== other.place.source) return 0;
  return one.place.start - other.place.start;
};

/** An issue as users see it, with the line it stands on. */
export const toProblem = (issue: Issue): SpecProblem => {
  const path = formatPath(issue.path);
  const suggestion = issue.suggestion === undefined ? {} : { suggestion: issue.suggestion };
  if (issue.place === undefined) return { message: issue.message, path, ...suggestion };
  const { source, start } = issue.place;
  return { message: issue.message, path, file: source.file, ...source.positionAt(start), excerpt: excerptOf(issue.place), ...suggestion };
};

/** The user's own line with a caret under the place. */
const excerptOf = ({ source, start }: Place): string => {
  const { line, column } = source.positionAt(start);
  const number = String(line).padStart(4);
  const text = source.line(line);
  // Tabs stay tabs, so that the caret stands where the user sees the character.
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  return `${number} | ${text}\n${' '.repeat(number.length)} | ${indent}^`;
};

const messageOf = (problems: readonly SpecProblem[]): string => {
  const files = [...new Set(problems.flatMap((problem) => problem.file ?? []))];
  const subject = files.length === 1 && problems.every((problem) => problem.file !== undefined) ? (files[0] ?? '') : 'the stack';
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  const shown = problems.slice(0, maximumProblems).map(describeProblem);
  const hidden = problems.length - shown.length;
  if (hidden > 0) shown.push(`and ${String(hidden)} more ${hidden === 1 ? 'problem' : 'problems'}`);
  return `${count} in ${subject}\n\n${shown.join('\n\n')}`;
};

/** A problem as text: where, what, and the user's own line. */
export const describeProblem = (problem: SpecProblem): string => {
  const where = problem.file === undefined ? '' : `${problem.file}:${String(problem.line)}:${String(problem.column)}`;
  const location = [where, problem.path].filter((part) => part !== '').join(' ');
  const head = location === '' ? problem.message : `${location}: ${problem.message}`;
  return problem.excerpt === undefined ? head : `${head}\n${problem.excerpt}`;
};
