/** An order as the service answers with it. */
export interface Order {
  readonly id: number;
  readonly item: string;
  readonly quantity: number;
}

export async function postOrder(url: string, order: unknown): Promise<Response> {
  return fetch(`${url}/orders`, { method: 'POST', body: JSON.stringify(order) });
}
