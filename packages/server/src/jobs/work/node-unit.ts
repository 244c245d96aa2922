// Which data unit (science window, run, observation) a derivation works on: the columns of a job's page.
import { isLeaf, nodesOf, type Derivation } from '@stemma/core';

const known = new WeakMap<Derivation, string | undefined>();

/**
 * The data unit of a derivation: its own parameters that are declared as such, else that of what it is made from where
 * all of that is of one unit; undefined for what combines several, or needs none.
 */
export function unitOfNode(derivation: Derivation): string | undefined {
  if (known.has(derivation)) return known.get(derivation);
  const unit = ownUnit(derivation) ?? inheritedUnit(derivation);
  known.set(derivation, unit);
  return unit;
}

function ownUnit({ analysis, parameters }: Derivation): string | undefined {
  if (isLeaf(analysis)) return undefined;
  const values = Object.entries(parameters).filter(([name]) => analysis.definition.parameters[name]?.dataUnit);
  if (values.length === 0) return undefined;
  return values.map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ');
}

// Inputs were met before their consumers, so this looks one level down but for what was in the store.
function inheritedUnit({ inputs }: Derivation): string | undefined {
  let unit: string | undefined;
  for (const name in inputs) {
    for (const node of nodesOf(inputs[name]!)) {
      const other = unitOfNode(node);
      if (other === undefined) continue;
      if (unit !== undefined && unit !== other) return undefined;
      unit = other;
    }
  }
  return unit;
}
