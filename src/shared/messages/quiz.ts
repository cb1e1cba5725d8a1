/** What Quiz says around its questions; the questions themselves are in questions.ts. */

export const quizMessages = {
  quiz: 'Quiz',
  title: 'Test your understanding',
  made: 'Questions made from the numbers of this network.',
  oneOfLesson: 'One question of the lesson, then as many as you want.',
  manyOfLesson: '{count} questions of the lesson, then as many as you want.',
  score: '{right} of {answered} right',
  startOver: 'Start over',
  stale: 'The network has changed since: these questions are about the earlier one.',
  renew: 'Renew the questions',
  oneLeftOut: 'One question of the lesson left out: the network is not the lesson’s any more.',
  manyLeftOut: '{count} questions of the lesson left out: the network is not the lesson’s any more.',

  questions: 'Questions',
  notAnswered: 'Question {at}, not answered',
  answeredRight: 'Question {at}, right',
  answeredWrong: 'Question {at}, not quite',

  inNetwork: '{name} in the network',
  givenNumbers: 'With {numbers} going in instead of what is in the network now.',
  givenOther: 'With another input than the one in the network now.',
  correct: 'Correct',
  notQuite: 'Not quite',
  rightIs: 'Right is {letter}.',
  check: 'Check answer',
  more: 'More questions',
  next: 'Next question',
  tryAgain: 'Try again',
  askAgain: 'Ask again with other numbers',
  show: 'Show me',
  skip: 'Skip',
} as const;
