import assert from 'node:assert';

describe('the shop', () => {
  it('has no orders yet', async function () {
    const response = await fetch(`${this.shop.services.web.url(80)}/orders/1`);
    assert.equal(response.status, 404);
  });
});
