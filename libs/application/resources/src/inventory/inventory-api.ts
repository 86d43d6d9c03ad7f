import type { ReadStore } from '@application/ports';
import { parseVariables } from '@application/variables';
import { type JsonObject, pythonJson } from '@domain/kernel';
import type { Caller, ResourceApi, Target } from '../api/resource-api.js';
import { urlOf } from '../declaration/resource.js';
import { textOr } from '../reading/sql-rows.js';
import { kindOf } from '../registry.js';
import type { GroupList } from './group-lists.js';
import { InventoryTree } from './inventory-tree.js';
import { InventoryScripts } from './inventory-script.js';
import { readScriptRequest } from './script-request.js';

/** What inventories, hosts and groups answer beside being resources. */
export class InventoryApi {
  private readonly scripts: InventoryScripts;
  private readonly trees: InventoryTree;

  constructor(
    private readonly api: ResourceApi,
    store: ReadStore,
  ) {
    this.scripts = new InventoryScripts(store);
    this.trees = new InventoryTree(store, api.views);
  }

  /** `variable_data/`: the variables as an object. */
  async variables(target: Target, { viewer }: Caller): Promise<JsonObject> {
    const row = await this.api.readable(target, viewer);
    const parsed = parseVariables(textOr(row['variables'], ''));
    return parsed.ok ? parsed.value : {};
  }

  /** PUT and PATCH alike replace all variables. */
  async setVariables(target: Target, variables: JsonObject, caller: Caller): Promise<JsonObject> {
    await this.api.change(target, { body: { variables: pythonJson(variables) }, whole: false }, caller);
    return variables;
  }

  /** `script/`: the inventory as Ansible reads it, or one host's variables (`?host=`). */
  async script(inventory: number, query: URLSearchParams, { viewer }: Caller): Promise<JsonObject> {
    await this.api.readable({ kind: 'inventory', id: inventory }, viewer);
    const request = readScriptRequest(query);
    const host = query.get('host');
    return host ? this.scripts.host(inventory, host, request) : this.scripts.of(inventory, request);
  }

  /** `tree/`: the groups below each other. */
  async tree(inventory: number, { viewer }: Caller): Promise<readonly JsonObject[]> {
    await this.api.readable({ kind: 'inventory', id: inventory }, viewer);
    return this.trees.of(inventory, viewer);
  }

  /** Lists that follow from how groups contain each other. */
  async groupList(list: GroupList, id: number, search: string, { viewer }: Caller): Promise<JsonObject> {
    await this.api.readable({ kind: list.kind, id }, viewer);
    const path = `${urlOf(kindOf(list.kind), id)}${list.path}/`;
    return this.api.page({ kind: list.target, path, search, scopes: [list.rows(id)] }, viewer);
  }
}
