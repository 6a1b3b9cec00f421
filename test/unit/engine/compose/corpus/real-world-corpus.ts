import type { CorpusCase } from './corpus-case.ts';

const stack = (title: string, text: string, files: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): CorpusCase => ({ title, files: { 'compose.yaml': text, ...files }, load: ['compose.yaml'], env, projectName: 'shop' });

/** Stacks in the shapes that real projects have. */
export const realWorldCorpus: readonly CorpusCase[] = [
  stack('a blog with a database', `version: "3.8"
services:
  db:
    image: mariadb:10.6.4-focal
    command: '--default-authentication-plugin=mysql_native_password'
    volumes:
      - db_data:/var/lib/mysql
    restart: always
    environment:
      - MYSQL_ROOT_PASSWORD=\${ROOT_PASSWORD:?set it}
      - MYSQL_DATABASE=blog
    expose:
      - 3306
      - 33060
  blog:
    image: wordpress:latest
    ports: ["80:80"]
    restart: unless-stopped
    depends_on: [db]
    environment:
      WORDPRESS_DB_HOST: db:3306
      WORDPRESS_DEBUG: 1
      WORDPRESS_CONFIG_EXTRA: |
        define('WP_CACHE', true);
        define('WP_MEMORY', '$\${MEM}');
volumes:
  db_data:
`, {}, { ROOT_PASSWORD: 'p$w' }),
  stack('a web framework with workers on a common service', `x-app: &app
  build:
    context: .
    target: \${TARGET:-dev}
    args: &args
      PYTHON: 3.11
      EXTRA:
  env_file: [.env.app]
  volumes: [".:/code:cached"]
  depends_on: &deps
    db: {condition: service_healthy}
    broker: {condition: service_started, restart: true}
services:
  web: {<<: *app, command: python manage.py runserver 0.0.0.0:8000, ports: ["8000:8000"], tty: true}
  worker:
    <<: *app
    command: celery -A app worker -l info --concurrency=\${WORKERS:-2}
    deploy: {replicas: 2, resources: {limits: {cpus: '0.50', memory: 256M}}}
  beat: {<<: *app, command: ["celery", "-A", "app", "beat"], profiles: [cron]}
  db:
    image: postgres:16
    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/pw, PGDATA: /data/pg}
    healthcheck: {test: ["CMD-SHELL", "pg_isready -U $\${POSTGRES_USER:-postgres}"], interval: 5s, timeout: 3s, retries: 10, start_period: 30s}
    secrets: [pw]
    shm_size: 128mb
  broker: {image: "redis:7-alpine", command: "redis-server --save 60 1 --loglevel warning", sysctls: {net.core.somaxconn: 1024}}
secrets: {pw: {file: ./pw.txt}}
`, { '.env.app': '# app\nDEBUG=on\nSECRET_KEY="a b#c"\nexport URL=postgres://u:p@db/x\n' }),
  stack('a search cluster with limits', `x-es: &es
  image: es:\${STACK_VERSION-8.1}
  ulimits: {memlock: {soft: -1, hard: -1}, nofile: 65536}
  mem_limit: \${MEM_LIMIT:-1073741824}
  cap_add: [IPC_LOCK]
services:
  setup:
    image: es:8
    user: "0"
    command: >
      bash -c '
        if [ x$\${PASSWORD} == x ]; then
          echo "Set it";
          exit 1;
        fi;
        echo done
      '
  es01: &es01
    <<: *es
    environment: &env
      - node.name=es01
      - discovery.seed_hosts=es02
      - "ES_JAVA_OPTS=-Xms512m -Xmx512m"
      - bootstrap.memory_lock=true
    volumes: [{type: volume, source: d1, target: /data}, {type: bind, source: ./es.yml, target: /es.yml, read_only: true}]
    ports: [9200]
    depends_on: {setup: {condition: service_completed_successfully}}
  es02: {<<: [*es01, *es], environment: [node.name=es02], ports: !reset []}
  kibana:
    image: kibana:8
    depends_on: {es01: {condition: service_healthy, required: false}}
    healthcheck: {test: curl -sf http://localhost:5601 || exit 1, interval: 10s, timeout: 10s, retries: 120}
volumes: {d1: {driver: local}, d2: {driver: local}}
`),
  stack('a reverse proxy by labels', `services:
  proxy:
    image: traefik:v3
    command:
      - --providers.docker=true
      - "--entrypoints.web.address=:80"
      - --certificatesresolvers.le.acme.email=\${EMAIL:-a@b.test}
    ports: [{target: 80, published: "80", mode: host}, "443:443/tcp", "443:443/udp"]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro", "./acme:/acme"]
    networks: {edge: {aliases: [proxy.test, "*.test"]}}
    security_opt: ["no-new-privileges:true"]
  app:
    image: app
    labels:
      - traefik.enable=true
      - "traefik.http.routers.app.rule=Host(\`\${HOST:-app.test}\`) && PathPrefix(\`/api\`)"
      - traefik.http.middlewares.auth.basicauth.users=u:$$apr1$$x
    networks: [edge, inner]
networks: {edge: {name: edge, external: true}, inner: {internal: true}}
`),
  stack('an object store of four nodes', `x-minio: &minio
  image: minio
  command: server --console-address ":9001" http://minio{1...4}/data{1...2}
  expose: ["9000", "9001"]
  healthcheck: {test: ["CMD", "mc", "ready", "local"], interval: 5s, timeout: 5s, retries: 5}
services:
  minio1: {<<: *minio, hostname: minio1, volumes: [d1-1:/data1, d1-2:/data2]}
  minio2: {<<: *minio, hostname: minio2, volumes: [d2-1:/data1, d2-2:/data2]}
  nginx: {image: nginx, hostname: nginx, volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"], ports: ["9000-9001:9000-9001"], depends_on: [minio1, minio2]}
volumes: {d1-1: , d1-2: , d2-1: {}, d2-2: {labels: {a: b}}}
`),
  stack('a message log with listeners', `services:
  kafka:
    image: kafka:3
    hostname: broker
    container_name: broker
    ports: ["9092:9092", "127.0.0.1:9101:9101"]
    environment:
      KAFKA_NODE_ID: 1
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT'
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://broker:29092,HOST://\${DOCKER_HOST_IP:-127.0.0.1}:9092
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1
      KAFKA_LOG_RETENTION_MS: 604800000
      KAFKA_BIG: 9223372036854775807
      KAFKA_AUTO_CREATE: "true"
      KAFKA_BOOL: false
    extra_hosts: ["host.docker.internal:host-gateway"]
    stop_grace_period: 2m
    logging: {driver: json-file, options: {max-size: "10m", max-file: "3"}}
  ui: {image: ui, ports: ["\${UI_PORT:-8080}:8080"], depends_on: {kafka: {condition: service_started}}, restart: "on-failure:3"}
`),
  stack('a forge with a long configuration text', `services:
  gitlab:
    image: gitlab/gitlab-ce:latest
    hostname: git.test
    environment:
      OMNIBUS: |
        external_url 'https://git.test'
        # comment
        gitlab_rails['port'] = 2224

        registry['enable'] = true
    ports: ['80:80', '443:443', '2224:22']
    volumes: ['$GIT_HOME/config:/etc/gitlab', '\${GIT_HOME}/logs:/var/log/gitlab']
    shm_size: '256m'
    configs: [{source: rb, target: /etc/gitlab/gitlab.rb, mode: 0640}]
configs: {rb: {content: "a = '\${A:-1}'\\nb = '$\${B}'\\n"}}
`, {}, { GIT_HOME: '/srv/git' }),
  stack('a scheduler with a common part', `x-common:
  &common
  image: \${IMAGE:-airflow:2.9}
  environment:
    &common-env
    EXECUTOR: Celery
    CONN: postgresql+psycopg2://a:a@postgres/a
    FERNET: ''
    PIP: \${PIP:-}
  volumes:
    - \${DIR:-.}/dags:/dags
  user: "\${UID_:-50000}:0"
  depends_on:
    &common-deps
    redis: {condition: service_healthy}
    postgres: {condition: service_healthy}
services:
  postgres: {image: postgres, healthcheck: {test: [CMD, pg_isready], interval: 10s}, volumes: ["pg:/var/lib/postgresql/data"]}
  redis: {image: redis, expose: [6379], healthcheck: {test: [CMD, redis-cli, ping]}}
  web:
    <<: *common
    command: webserver
    depends_on:
      <<: *common-deps
      init: {condition: service_completed_successfully}
  worker:
    <<: *common
    environment:
      <<: *common-env
      DUMB_INIT: "0"
    healthcheck:
      test: ["CMD-SHELL", 'celery inspect ping -d "celery@$\${HOSTNAME}" || exit 1']
  init: {<<: *common, entrypoint: /bin/bash, command: [-c, "echo $$((1 + 1))\\nexec a"], user: "0:0"}
  cli: {<<: *common, profiles: [debug], environment: {<<: *common-env, DEBUG: true}, command: [bash, -c, airflow]}
volumes: {pg: }
`),
  stack('a large application in three files', 'include: [infra/compose.yaml, {path: web/compose.yaml, env_file: web/web.env}]\nservices:\n  api:\n    extends: {file: base.yaml, service: node}\n    depends_on: {db: {condition: service_healthy}, web: {condition: service_started}}\n    environment: {ROLE: api}\n', {
    'base.yaml': 'services: {node: {build: {context: ., args: [NODE_ENV]}, init: true, read_only: true, tmpfs: [/tmp], cap_drop: [ALL], environment: {ROLE: none, NODE_ENV: "${NODE_ENV:-test}"}, labels: {tier: app}}}',
    'infra/compose.yaml': 'services: {db: {image: "postgres:${PG:-16}", env_file: db.env, volumes: ["./init:/docker-entrypoint-initdb.d:ro", "db:/data"], healthcheck: {test: pg_isready}}}\nvolumes: {db: {name: "${COMPOSE_PROJECT_NAME}_pg"}}',
    'infra/.env': 'PG=15\n', 'infra/db.env': 'POSTGRES_USER=u\nPOSTGRES_DB=${POSTGRES_USER}_db\n',
    'web/compose.yaml': 'services: {web: {build: {context: ., dockerfile: ./docker/Dockerfile}, ports: ["${WEB_PORT}:80"], networks: [front]}}\nnetworks: {front: {driver: bridge, ipam: {config: [{subnet: 172.28.0.0/16}]}}}', 'web/web.env': 'WEB_PORT=8088\n',
  }),
  stack('a cloud file share', `services:
  db: {image: mariadb, command: --transaction-isolation=READ-COMMITTED --log-bin=binlog, env_file: [db.env], volumes: ["db:/var/lib/mysql:Z"], restart: always}
  app: &app {image: nextcloud, volumes: ["nextcloud:/var/www/html:z"], environment: [MYSQL_HOST=db, REDIS_HOST=redis], env_file: [db.env], depends_on: [db, redis], restart: always}
  cron: {<<: *app, entrypoint: /cron.sh}
  redis: {image: redis}
  web: {build: {context: ./web, pull: true}, ports: ["127.0.0.1:8080:80"], volumes_from: ["app:ro"], links: ["app:backend"]}
volumes: {db: , nextcloud: {driver_opts: {type: nfs, o: "addr=10.40.0.199,nolock,soft,rw", device: ":/docker/example"}}}
`, { 'db.env': 'MYSQL_PASSWORD=secret # not so\nMYSQL_DATABASE=nextcloud\nMYSQL_USER=\'next cloud\'\n' }),
  stack('a backend of many parts', `name: backend
services:
  kong:
    image: kong:2.8
    environment: {KONG_DNS_ORDER: "LAST,A,CNAME", KONG_PLUGINS: request-transformer, KEY: "\${ANON_KEY:-ey.J-x_}"}
    entrypoint: bash -c 'eval "echo \\"$$(cat ~/temp.yml)\\"" > ~/kong.yml && /docker-entrypoint.sh kong docker-start'
    volumes: ["./volumes/api/kong.yml:/home/kong/temp.yml:ro,z"]
  rest: {image: rest, command: [postgrest], depends_on: {db: {condition: service_healthy}}, environment: {PGRST_DB_URI: "postgres://a:\${PW:-x@y}@\${H:-db}:\${PORT:-5432}/d", MAX: 1_000, RATIO: 0.10}}
  db:
    image: pg
    healthcheck: {test: [CMD, pg_isready, -U, postgres, -h, localhost], interval: 5s, timeout: 5s, retries: 10}
    command: ["postgres", "-c", "config_file=/etc/postgresql/postgresql.conf", "-c", "log_min_messages=fatal"]
    volumes: ["./volumes/db/a.sql:/docker-entrypoint-initdb.d/a.sql:Z", "db-config:/etc/postgresql-custom"]
  vector: {image: vector, security_opt: ["label=disable"], volumes: ["\${SOCK:-/var/run/docker.sock}:/var/run/docker.sock:ro,z"], command: ["--config", "/etc/vector/vector.yml"]}
  gpu: {image: gpu, deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}, runtime: nvidia, shm_size: 8gb, ipc: host}
volumes: {db-config: }
`),
  stack('a stack for a swarm', `version: '3.7'
services:
  vote:
    image: vote
    networks: [frontend]
    deploy: {mode: replicated, replicas: 2, labels: [APP=VOTING], update_config: {parallelism: 2, delay: 10s, failure_action: rollback, monitor: 60s, order: stop-first}, rollback_config: {parallelism: 1}, restart_policy: {condition: on-failure, delay: 10s, max_attempts: 3, window: 120s}, placement: {constraints: [node.role == manager]}}
    secrets: [{source: cert, target: server.crt, uid: '103', gid: '103', mode: 0440}]
    configs: [my_config]
networks: {frontend: {driver: overlay, attachable: true, driver_opts: {encrypted: ""}}}
secrets: {cert: {external: true, name: "cert_\${V-1}"}}
configs: {my_config: {external: true}}
`),
  stack('a development environment', `services:
  app:
    build: {context: .., dockerfile: .devcontainer/Dockerfile, args: {VARIANT: 18-bullseye}}
    volumes: ["..:/workspace:cached", "node_modules:/workspace/node_modules", "/workspace/dist"]
    command: sleep infinity
    network_mode: service:db
    user: node
    cap_add: [SYS_PTRACE]
    stdin_open: true
    develop: {watch: [{action: sync, path: ../src, target: /workspace/src, ignore: ["**/*.test.ts"]}, {action: rebuild, path: ../package.json}]}
  db: {image: postgres, restart: unless-stopped, ports: [5432], environment: {POSTGRES_PASSWORD: postgres}}
volumes: {node_modules: }
`),
];
