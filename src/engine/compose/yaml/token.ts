import type { Span } from './yaml-node.ts';

/** What the text is made of, before it is nested. Blocks that indentation opens and closes have tokens of their own. */
export type Token = Span &
  (
    | { readonly kind: 'scalar'; readonly text: string; readonly plain: boolean }
    | { readonly kind: 'alias' | 'anchor' | 'tag'; readonly text: string }
    | { readonly kind: 'version'; readonly text: string }
    | {
        readonly kind:
          | 'end of text' | 'tag directive' | 'document start' | 'document end'
          | 'block list' | 'block map' | 'block end' | 'list start' | 'list end' | 'map start' | 'map end'
          | 'item' | 'comma' | 'key' | 'value';
      }
  );

export type TokenKind = Token['kind'];
