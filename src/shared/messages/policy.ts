/** What is said of an administrator's policy: what each of its settings must be. */

export const policyReasons = {
  notJson: 'it is not JSON; a comma too many or a missing quote is the usual cause',
  noObject: 'it must be an object of settings between { and }',
  path: 'a whole path, such as /srv/lessons, C:\\Lessons or \\\\server\\lessons, or one that begins with ~/',
  paths: 'a list of up to 20 whole paths, such as ["/srv/lessons"]; in JSON each \\ is written twice',
  language: 'a language the app speaks: {languages}',
  modes: 'a list of modes: {modes}',
  allModes: 'a list that leaves at least one mode',
  gpu: 'true or false',
} as const;
