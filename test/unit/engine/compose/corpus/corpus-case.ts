/** One document, or a few files that belong together, that is resolved by both loaders. */
export interface CorpusCase {
  readonly title: string;
  /** Text by path; the first is the file that is loaded unless `load` says otherwise. */
  readonly files: Readonly<Record<string, string>>;
  /** The files given to the loaders, in order. */
  readonly load?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly projectName?: string;
}

const indent = (text: string, by: string): string => text.replaceAll(/^(?=.)/gm, by);

/** A case for each fragment of a service, beside everything that fragments may refer to. */
export const serviceCases = (fragments: readonly string[], env: Readonly<Record<string, string>> = {}): readonly CorpusCase[] =>
  fragments.map((fragment) => ({
    title: fragment,
    files: { 'compose.yaml': `name: shop\nservices:\n  db:\n    image: postgres\n  web:\n    image: nginx\n${indent(fragment, '    ')}\n${resources}` },
    env,
  }));

const resources = `networks:
  front: {}
  back: {}
volumes:
  data: {}
  d: {}
configs:
  conf:
    content: text
secrets:
  token:
    environment: TOKEN
`;

/** A case for each whole document. */
export const documentCases = (documents: readonly string[], env: Readonly<Record<string, string>> = {}): readonly CorpusCase[] =>
  documents.map((document) => ({ title: document, files: { 'compose.yaml': document }, env, projectName: 'shop' }));

/** A case for each list of service fragments, one file each, merged left to right. */
export const mergeCases = (fragments: readonly (readonly string[])[]): readonly CorpusCase[] =>
  fragments.map((parts) => {
    const names = parts.map((_, index) => `compose-${String(index)}.yaml`);
    const texts = parts.map((part, index) =>
      index === 0
        ? `name: shop\nservices:\n  db:\n    image: postgres\n  cache:\n    image: redis\n  web:\n    image: nginx\n${indent(part, '    ')}\n${resources}`
        : `services:\n  web:\n${indent(part, '    ')}\n`,
    );
    return { title: parts.join('\n--- over\n'), files: Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])), load: names };
  });

/** A case for each list of whole documents, one file each, merged left to right. */
export const layerCases = (layers: readonly (readonly string[])[]): readonly CorpusCase[] =>
  layers.map((documents) => {
    const names = documents.map((_, index) => `compose-${String(index)}.yaml`);
    return { title: documents.join('\n--- over\n'), files: Object.fromEntries(names.map((name, index) => [name, documents[index] ?? ''])), load: names, projectName: 'shop' };
  });
