'use strict';

// Draws the document as a list of routes. Everything is put in as text, so nothing in it can be anything else.
const make = (name, text, ...children) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

const typeOf = (schema) => {
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  return [].concat(schema.type).join(' or ');
};

const fields = (rows) => {
  const table = make('table');
  for (const [name, schema, required, text] of rows) {
    table.append(make('tr', '', make('td', '', make('code', name + (required ? '' : '?'))), make('td', typeOf(schema)), make('td', text || '')));
  }
  return table;
};

const shape = (document_, name, seen) => {
  const schema = document_.components.schemas[name];
  const required = new Set(schema.required || []);
  const rows = Object.entries(schema.properties || {}).map(([field, type]) => [field, type, required.has(field), type.description]);
  const box = make('div', '', make('p', name), fields(rows));
  for (const [, type] of rows) {
    const inner = (type.$ref || (type.items && type.items.$ref) || '').split('/').pop();
    if (inner && !seen.has(inner)) {
      seen.add(inner);
      box.append(shape(document_, inner, seen));
    }
  }
  return box;
};

const route = (document_, method, path, operation) => {
  const box = make('details', '', make('summary', '', make('code', `${method.toUpperCase()} ${path} `), make('span', operation.summary)));
  const note = make('p', `Limit class ${operation['x-limit-class']}, access ${operation['x-access']}${operation['x-actions'] ? `, a key needs one of: ${operation['x-actions']}` : ''}.`);
  note.className = 'note';
  box.append(note);
  if (operation.parameters) box.append(fields(operation.parameters.map((p) => [p.name, p.schema, p.required, p.description])));
  if (operation.requestBody) {
    const name = operation.requestBody.content['application/json'].schema.$ref.split('/').pop();
    box.append(shape(document_, name, new Set([name])));
  }
  return box;
};

const draw = (document_) => {
  const main = document.getElementById('routes');
  const boxes = Object.entries(document_.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => route(document_, method, document_.servers[0].url + path, operation)));
  main.replaceChildren(...boxes);
  document.getElementById('find').addEventListener('input', (e) => {
    const wanted = e.target.value.toLowerCase();
    for (const box of boxes) box.hidden = !box.firstChild.textContent.toLowerCase().includes(wanted);
  });
};

fetch('/docs/api/openapi.json').then((answer) => answer.json()).then(draw)
  .catch(() => { document.getElementById('routes').textContent = 'The document could not be loaded.'; });
