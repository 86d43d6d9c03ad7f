/**
 * Ansible's inventory plugin of every run. Reads the file `inventoryText` writes: names are taken literally (no ranges, no
 * patterns), and each string variable says whether it is data (`d…`, never templated) or a plain reference (`t…`).
 */
export const INVENTORY_PLUGIN = String.raw`
DOCUMENTATION = '''
    name: cairn_inventory
    short_description: the inventory of one run
    description: hosts, groups and variables exactly as they are stored
'''

import json

from ansible.plugins.inventory import BaseInventoryPlugin
from ansible.utils.unsafe_proxy import wrap_var


def opened(value):
    if isinstance(value, str):
        return value[1:] if value[0] == 't' else wrap_var(value[1:])
    if isinstance(value, list):
        return [opened(item) for item in value]
    if isinstance(value, dict):
        return {key: opened(item) for key, item in value.items()}
    return value


class InventoryModule(BaseInventoryPlugin):
    NAME = 'cairn_inventory'

    def verify_file(self, path):
        return True

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        with open(path, encoding='utf-8') as text:
            stored = json.load(text)
        for name, group in stored['groups'].items():
            self.inventory.add_group(name)
            for key, value in group['vars'].items():
                self.inventory.set_variable(name, key, opened(value))
            for host in group['hosts']:
                self.inventory.add_host(host, None if name == 'all' else name)
        for name, group in stored['groups'].items():
            for child in group['children']:
                if child != name and child in self.inventory.groups:
                    self.inventory.add_child(name, child)
        for host, variables in stored['hostvars'].items():
            if host in self.inventory.hosts:
                for key, value in variables.items():
                    self.inventory.set_variable(host, key, opened(value))
`.trimStart();
