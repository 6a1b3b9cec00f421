/** Images that `npm run setup` found or built; the names users know where it was not run. */
export const REDIS: string = process.env['REDIS_IMAGE'] ?? 'redis:7-alpine';
export const POSTGRES: string = process.env['POSTGRES_IMAGE'] ?? 'postgres:16-alpine';
export const NGINX: string = process.env['NGINX_IMAGE'] ?? 'nginx:1.27-alpine';
export const BUSYBOX: string = process.env['BUSYBOX_IMAGE'] ?? 'busybox:1.37';
export const REGISTRY: string = process.env['REGISTRY_IMAGE'] ?? 'registry:2';
