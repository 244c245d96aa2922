// Questions about goals that run nothing.
import { route } from '../route.ts';
import { goal, plan } from '../schemas/goal.ts';

export const goalRoutes = {
  planGoal: route({
    method: 'POST',
    path: '/api/v1/plan',
    tag: 'goals',
    summary: 'what a request would do: what is known, what would run, how long it took before',
    scope: 'public',
    body: goal,
    answer: { status: 200, description: 'the plan; nothing has run', schema: plan },
    errors: ['invalid_request', 'not_found'],
  }),
};
