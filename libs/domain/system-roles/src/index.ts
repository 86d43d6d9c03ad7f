export {
  SYSTEM_ROLES_STREAM,
  type SystemRoleIds,
  type SystemRolesEvent,
  systemRoles,
  systemRolesCatalog,
} from './system-roles.js';
