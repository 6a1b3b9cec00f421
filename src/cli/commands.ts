import { buildCommand } from './build-command.ts';
import type { Command } from './command.ts';
import { configCommand } from './config-command.ts';
import { cpCommand } from './cp-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { downCommand } from './down-command.ts';
import { eventsCommand } from './events-command.ts';
import { execCommand } from './exec-command.ts';
import { imagesCommand } from './images-command.ts';
import { killCommand } from './kill-command.ts';
import { logsCommand } from './logs-command.ts';
import { lsCommand } from './ls-command.ts';
import { pauseCommand } from './pause-command.ts';
import { portCommand } from './port-command.ts';
import { pruneCommand } from './prune-command.ts';
import { psCommand } from './ps-command.ts';
import { pullCommand } from './pull-command.ts';
import { restartCommand } from './restart-command.ts';
import { runCommand } from './run-command.ts';
import { startCommand } from './start-command.ts';
import { stopCommand } from './stop-command.ts';
import { topCommand } from './top-command.ts';
import { unpauseCommand } from './unpause-command.ts';
import { upCommand } from './up-command.ts';
import { versionCommand } from './version-command.ts';
import { waitCommand } from './wait-command.ts';

/** Every command, by name. */
export const allCommands = (version: string): readonly Command[] =>
  [
    buildCommand, configCommand, cpCommand, doctorCommand, downCommand, eventsCommand, execCommand, imagesCommand, killCommand, logsCommand, lsCommand, pauseCommand, portCommand, pruneCommand,
    psCommand, pullCommand, restartCommand, runCommand, startCommand, stopCommand, topCommand, unpauseCommand, upCommand, versionCommand(version), waitCommand,
  ] as readonly Command[];
