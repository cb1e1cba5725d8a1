/** What is seen of a network that learns, by way of the real engine: answers, gradients, predictions, questions, exercises. */
import { describe, expect, test } from 'vitest';
import { describeProblem } from '#shared/messages/problem';
import { exerciseOf } from '#shared/explain/exercise';
import { formatExpression } from '#shared/tensor/expression';
import { numbersOf, type Tensor } from '#shared/tensor/tensor';
import { gradientOf } from '#shared/training/compile-backward';
import { lossStage } from './backward.svelte';
import { lightsIn } from './lights';
import { Machine, type TestSession } from './testing-session.svelte';

const machine = new Machine();

/** The lesson's scores are 0.5 and -0.1. */
const right = 1 / (1 + Math.exp(-0.6));
const surplus = right - 1;

const found = (tensor: Tensor | undefined): readonly number[] => (tensor ? [...numbersOf(tensor)] : []);

async function trained(): Promise<TestSession> {
  const session = await machine.start();
  session.trainer.start();
  await session.settled();
  return session;
}

describe('answers', () => {
  test('of every row are judged, with the weights of the epoch looked at', async () => {
    const session = await trained();
    const { examiner, trainer } = session;
    expect(examiner.sets.map(({ name, data }) => [name, data.targets.length])).toEqual([['Trained on', 200]]);
    const [set] = examiner.sets;
    const count = async (): Promise<number | undefined> => {
      if (set) examiner.askAnswers(trainer.document, set.data);
      await session.settled();
      return examiner.answers.value?.judged.filter(({ isRight }) => isRight).length;
    };
    expect(await count()).toBe(171);
    trainer.shown = 0;
    expect(await count()).toBe(79);
  });

  test('of two epochs are laid side by side', async () => {
    const session = await trained();
    const { examiner, trainer } = session;
    const after = trainer.document;
    trainer.shown = 0;
    examiner.askComparison([trainer.document, after], examiner.sets[0]?.data);
    await session.settled();
    const { stages, judged } = examiner.comparison.value ?? {};
    const last = stages?.at(-1);
    expect([stages?.length, last?.node]).toEqual([5, 'softmax']);
    expect(last?.values.map(({ values }) => Number(values[0]).toFixed(3))).toEqual(['0.646', '0.536']);
    expect(judged?.map((each) => each.filter(({ isRight }) => isRight).length)).toEqual([79, 171]);
  });

  test('to an input are probabilities, and go through every layer', async () => {
    const session = await machine.start();
    const scored = session.editor.inference.nodes.get('linear-2');
    const last = session.editor.inference.nodes.get('softmax');
    for (const node of [last, scored]) {
      if (node)
        session.examiner.askPrediction([session.editor.document], node, session.examiner.sets[0]?.data);
      await session.settled();
      const { said, areProbabilities, traces } = session.examiner.prediction.value ?? {};
      expect(said?.[0]?.map((each) => each.toFixed(3))).toEqual(['0.646', '0.354']);
      expect([areProbabilities, traces?.[0]?.size]).toEqual([true, 5]);
    }
    // Without rows nobody knows what the scores are of.
    if (scored) session.examiner.askPrediction([session.editor.document], scored, undefined);
    await session.settled();
    const { said, areProbabilities } = session.examiner.prediction.value ?? {};
    expect([said?.[0]?.map((each) => each.toFixed(3)), areProbabilities]).toEqual([
      ['0.500', '-0.100'],
      false,
    ]);
  });

  test('at every point of the plane are of the lesson of two features', async () => {
    const session = await machine.start();
    const lesson = session.workspace.lessons.find(({ id }) => id === 'single-neuron');
    if (lesson) await session.workspace.openLesson(lesson);
    const [set] = session.examiner.sets;
    if (set) session.examiner.askPlane(session.trainer.document, set.data);
    await session.settled();
    const plane = session.examiner.plane.value;
    expect(plane?.answers.values).toHaveLength(72 * 72 * (plane?.answers.width ?? 0));
    expect(plane?.answers.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    const features = set?.data.features.take() ?? [];
    const xs = [...features].filter((_, at) => at % 2 === 0);
    expect(plane?.x[0]).toBeLessThan(Math.min(...xs));
    expect(plane?.x[1]).toBeGreaterThan(Math.max(...xs));
  });

  test('have gradients, one for each parameter', async () => {
    const session = await machine.start();
    const [set] = session.examiner.sets;
    if (set) session.examiner.askGradients(session.trainer.document, set.data);
    await session.settled();
    const { rows, byParameter } = session.examiner.gradients.value ?? {};
    expect([rows, byParameter?.map(({ node, name }) => `${node} ${name}`)]).toEqual([
      200,
      ['linear-1 weight', 'linear-1 bias', 'linear-2 weight', 'linear-2 bias'],
    ]);
    // What comes back to the scores sums to nothing, row by row.
    const bias = byParameter?.at(-1)?.gradient.values ?? [];
    expect((bias[0] ?? NaN) + (bias[1] ?? NaN)).toBeCloseTo(0, 5);
    expect(bias[0]).not.toBe(0);
  });
});

describe('the way back', () => {
  async function backward(): Promise<TestSession> {
    const session = await machine.start();
    const { trainer } = session;
    session.backward.ask(trainer.document, trainer.settings, session.backward.answer);
    await session.settled();
    return session;
  }
  const gradients = ({ backward: { pass } }: TestSession, name: string): readonly string[] =>
    found(pass?.values.get(gradientOf(name))).map((value) => value.toFixed(3));

  test('is walked from the loss to the input', async () => {
    const session = await backward();
    expect([session.backward.answer, session.backward.choices]).toEqual([0, ['0', '1']]);
    expect(session.backward.stages).toEqual([lossStage, 'linear-2', 'relu', 'linear-1', 'input']);
    expect(session.backward.stepper.current).toBe(lossStage);
    expect(gradients(session, 'linear_2')).toEqual([surplus.toFixed(3), (-surplus).toFixed(3)]);
    session.goBackTo(1);
    expect([session.selection.only, session.stepper.current]).toEqual(['linear-2', 'linear-2']);
    session.goBackTo(0);
    expect(session.selection.only).toBe('linear-2');
    session.selectNodes(['linear-1']);
    expect(session.backward.stepper.index).toBe(3);
  });

  test('has sums for what comes back, and for one step of a weight', async () => {
    const session = await backward();
    const told = (): string | undefined => {
      const { total } = session.backward.explained ?? {};
      return total && formatExpression(total.expression);
    };
    session.backward.picked = { kind: 'loss' };
    expect(told()).toBe('log(exp(0.5) + exp(-0.1)) - 0.5');
    expect(session.backward.explained?.engine).toBeCloseTo(-Math.log(right), 5);
    session.backward.picked = { kind: 'answer', node: 'linear-2', port: 'y', index: [0, 0] };
    expect(told()).toBe('exp(0.5) / (exp(0.5) + exp(-0.1)) - 1.0');
    session.backward.picked = { kind: 'answer', node: 'relu', port: 'y', index: [0, 1] };
    expect(told()).toBe('(-0.3543)·(-2.38) + 0.3543·2.17');
    session.backward.picked = { kind: 'parameter', node: 'linear-2', name: 'weight', index: [0, 1] };
    expect(told()).toBe('(-0.3543)·0.2');
    const { update } = session.backward.explained ?? {};
    expect(update && formatExpression(update.expression)).toBe('(-2.38) - 0.01·(-0.07087)');
    expect(update?.engine).toBeCloseTo(-2.38 - 0.01 * surplus * 0.2, 5);
    for (const [settings, step] of [
      [{ rate: 0.5 }, -2.38 - 0.5 * surplus * 0.2],
      // Adam's first step is as long as the rate, whatever the gradient.
      [{ rate: 0.5, optimiser: 'Adam' }, -2.38 + 0.5],
    ] as const) {
      session.trainer.change(settings);
      await session.settled();
      session.backward.ask(session.trainer.document, session.trainer.settings, 0);
      await session.settled();
      expect(session.backward.explained?.update?.engine).toBeCloseTo(step, 4);
    }
    session.backward.picked = { kind: 'parameter', node: 'linear-2', name: 'nobody', index: [0] };
    expect(session.backward.explained).toBeUndefined();
  });

  test('turns round with another right answer, which stays this example’s', async () => {
    const session = await backward();
    session.backward.choose(1);
    expect(session.backward.answer).toBe(1);
    session.backward.ask(session.trainer.document, session.trainer.settings, 1);
    await session.settled();
    expect(gradients(session, 'linear_2')).toEqual(['0.646', '-0.646']);
    session.trainer.start();
    await session.settled();
    // Its weights are those of the epoch looked at: after training the probabilities are 0.536 and 0.464.
    for (const [epoch, answer] of [
      [undefined, '0.536'],
      [0, '0.646'],
    ] as const) {
      session.trainer.shown = epoch;
      session.backward.ask(session.trainer.document, session.trainer.settings, session.backward.answer);
      await session.settled();
      expect([session.backward.answer, gradients(session, 'linear_2')[0]]).toEqual([1, answer]);
    }
    session.backward.choose(7);
    expect(session.backward.answer).toBe(0);
    session.backward.reset();
    expect([session.backward.answer, session.backward.stepper.current]).toEqual([0, undefined]);
  });

  test('knows the right answer of a row of the data', async () => {
    const session = await machine.start();
    const [set] = session.examiner.sets;
    const at = set?.data.targets.indexOf(1) ?? -1;
    if (set) session.dataSets.sendToCanvas(set.data, at);
    expect([session.dataSets.sample?.target, session.backward.answer]).toEqual([1, 1]);
    expect(session.dataSets.sample?.answer).toBe('1');
    session.editor.undo();
    expect([session.dataSets.sample, session.backward.answer]).toEqual([undefined, 0]);
  });

  test('that a loss does not allow says so, with its repair', async () => {
    const session = await machine.start();
    session.trainer.change({ loss: 'MSELoss' });
    await session.settled();
    session.backward.ask(session.trainer.document, session.trainer.settings, 0);
    await session.settled();
    const { problem, pass, choices } = session.backward;
    expect(problem && describeProblem(problem)).toContain('gives 2 numbers a row');
    expect([pass, choices, session.backward.stages]).toEqual([undefined, 'number', []]);
  });
});

describe('a quiz', () => {
  test('asks the lesson’s own questions, marks them, and makes more', async () => {
    const session = await machine.start();
    const { quiz } = session;
    expect(quiz.isWanted).toBe(true);
    await quiz.start();
    expect(quiz.current?.question.text).toBe('What does the ReLU activation do during the forward pass?');
    expect([quiz.isBusy, quiz.unfit, quiz.isWanted]).toEqual([false, 0, false]);
    const own = quiz.asked.length;
    quiz.check();
    expect(quiz.answered).toBe(0);
    const { answer = 0 } = quiz.current?.question ?? {};
    quiz.choose((answer + 1) % 4);
    expect([quiz.answered, quiz.right]).toEqual([0, 0]);
    quiz.check();
    expect([quiz.answered, quiz.right]).toEqual([1, 0]);
    quiz.retry();
    expect([quiz.answered, quiz.current?.chosen]).toEqual([0, undefined]);
    quiz.choose(answer);
    quiz.check();
    expect([quiz.answered, quiz.right]).toEqual([1, 1]);
    await quiz.next();
    expect([quiz.at, quiz.asked.length]).toEqual([1, own]);
    quiz.goTo(own - 1);
    await quiz.next();
    expect([quiz.at, quiz.asked.length]).toEqual([own, own + 5]);
    const texts = quiz.asked.map(({ question }) => question.text + question.facts.join());
    expect(new Set(texts).size).toBe(own + 5);
  });

  test('asks again with other numbers', async () => {
    const session = await machine.start();
    await session.quiz.start();
    const own = session.quiz.asked.length;
    for (let turn = 0; turn < 3; turn++) {
      session.quiz.goTo(0);
      await session.quiz.askAgain();
      expect(session.quiz.at).toBe(1);
    }
    expect(session.quiz.asked).toHaveLength(own + 3);
    expect(session.quiz.asked.slice(1, 4).every(({ question }) => question.text.includes('ReLU'))).toBe(true);
  });

  test('is about the network as it was, until it is renewed', async () => {
    const session = await machine.start();
    const { quiz } = session;
    await quiz.start();
    session.editor.apply({ kind: 'move', positions: { relu: { x: 7, y: 7 } } });
    expect(quiz.isStale).toBe(false);
    session.setBias('Linear 1', -0.585, -0.275, 0.035, -0.1);
    expect([quiz.isStale, quiz.isWanted]).toEqual([true, true]);
    quiz.choose(0);
    quiz.check();
    expect(quiz.isWanted).toBe(false);
    await quiz.start();
    expect([quiz.isStale, quiz.answered]).toEqual([false, 0]);
    expect(quiz.current?.question.explanation).toContain('[-0.4, 0.2, 0.3, 0.4]');
    quiz.reset();
    expect([quiz.asked, quiz.isWanted]).toEqual([[], true]);
  });

  test('of nothing says so; of a network just drawn it is made', async () => {
    const session = await machine.startEmpty();
    await session.quiz.start();
    expect(session.quiz.problem && describeProblem(session.quiz.problem)).toContain('The canvas is empty.');
    expect([session.quiz.asked, session.quiz.isBusy]).toEqual([[], false]);
    session.add('Input');
    session.add('Linear');
    session.connect('Input 1', 'Linear 1');
    await session.quiz.start(3);
    expect([session.quiz.seed, session.quiz.asked.length, session.quiz.problem]).toEqual([3, 5, undefined]);
    const first = session.quiz.asked.map(({ question }) => question.text);
    await session.quiz.start(3);
    expect(session.quiz.asked.map(({ question }) => question.text)).toEqual(first);
  });
});

describe('an exercise', () => {
  test('is of the number on screen, and what was solved is kept', async () => {
    const session = await machine.start();
    await session.ran();
    const { practice } = session;
    session.pickNumber('linear-1', [0, 0]);
    const { snapshot } = session.tracer;
    const lights =
      snapshot &&
      lightsIn(
        { ...snapshot, answer: (node, port) => session.tracer.tensorAt(node, port) },
        { node: 'linear-1', port: 'y', index: [0, 0] },
      );
    const steps = (lights && exerciseOf(lights.expression)) ?? [];
    const attempt = practice.attemptAt('linear-1', [0, 0], steps);
    expect(practice.attemptAt('linear-1', [0, 0], steps)).toBe(attempt);
    expect(practice.attemptAt('linear-1', [0, 1], steps)).not.toBe(attempt);
    expect(practice.solved('linear-1')).toBe(0);
    while (!attempt.isDone) attempt.hint();
    expect(practice.solved('linear-1')).toBe(1);
    attempt.showAnswer();
    expect([practice.solved('linear-1'), practice.solved('relu')]).toEqual([1, 0]);
    await session.settled();
    session.end();
    const again = await machine.start();
    expect(again.practice.solved('linear-1')).toBe(1);
    await again.workspace.createNew();
    expect(again.practice.solved('linear-1')).toBe(0);
  });

  test('is tried on other numbers, the network staying as it is', async () => {
    const session = await machine.start();
    const { document, inference } = session.editor;
    session.practice.drawOther(document, inference);
    await session.settled();
    const first = session.practice.fresh.value;
    const x = first?.feeds.get('input');
    expect([first?.of === document, x?.values.length]).toEqual([true, 3]);
    expect(found(x)).not.toEqual([0.5, 1, -1.5]);
    const [one = 0, two = 0] = found(first?.answer('softmax'));
    expect(one + two).toBeCloseTo(1, 5);
    session.practice.drawOther(document, inference);
    await session.settled();
    expect(session.practice.fresh.value?.seed).toBe((first?.seed ?? 0) + 1);
    expect(session.practice.fresh.value?.feeds.get('input')?.values).not.toEqual(x?.values);
    session.practice.backToOwn();
    expect([session.practice.fresh.value, session.editor.document]).toEqual([undefined, document]);
  });
});

describe('a run that is kept', () => {
  test('is held against each one after it, and the first that differs is named', async () => {
    const session = await machine.start({ paths: [machine.at('other.loom'), machine.at('other.loom')] });
    await session.ran();
    const { comparer } = session;
    comparer.open();
    expect([comparer.canKeep, comparer.hasKept, comparer.wanted]).toEqual([true, false, undefined]);
    comparer.keep();
    await session.settled();
    expect([comparer.hasKept, comparer.lines.length, comparer.first]).toEqual([true, 5, undefined]);
    session.setBias('Linear 2', 9, 0);
    await session.settled();
    expect([comparer.first?.one?.node, comparer.phase, comparer.share]).toEqual(['linear-2', 'resting', 1]);
    session.editor.undo();
    await session.settled();
    expect(comparer.first).toBeUndefined();
    session.host.crash();
    session.setBias('Linear 1', 0.415, -0.275, 0.035, -0.1);
    await session.settled();
    expect(comparer.first?.one?.node).toBe('linear-1');
    // Held against a file of its own it is the same, and the file's name is known.
    await session.workspace.save();
    await session.joining.compareWithFile();
    await session.settled();
    expect([comparer.fileName, comparer.choice, comparer.first, comparer.problem]).toEqual([
      ...['other.loom', 'file', undefined, undefined],
    ]);
    session.setBias('Linear 2', 9, 0);
    await session.settled();
    expect(comparer.first?.one?.node).toBe('linear-2');
    comparer.choose('cpu');
    await session.settled();
    expect([comparer.lines.length, comparer.first]).toEqual([5, undefined]);
    comparer.stop();
    await session.settled();
    expect([comparer.isOpen, comparer.hasKept, comparer.fileName, comparer.lines]).toEqual([
      ...[false, false, undefined, []],
    ]);
  });
});
