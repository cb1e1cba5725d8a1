import type { Family } from '../define';

export const machineLearning: Family = {
  name: 'Machine learning',
  domain: 'ai.onnx.ml',
  sentences: {
    ArrayFeatureExtractor: 'Picks features out of the last axis, by their positions.',
    Binarizer: 'Gives a one for numbers above a threshold and a zero for all others.',
    CastMap: 'Turns a dictionary with numbers as keys into a tensor.',
    CategoryMapper: 'Turns names of categories into numbers, or numbers into names.',
    DictVectorizer: 'Turns a dictionary into a row, with a place for every known key.',
    FeatureVectorizer: 'Joins several groups of features into one row.',
    Imputer: 'Puts a stand-in where a value is missing.',
    LabelEncoder: 'Replaces every value by what a table says for it.',
    LinearClassifier: 'Scores each class by a weighted sum of the features and picks the best.',
    LinearRegressor: 'Predicts numbers by weighted sums of the features.',
    Normalizer: 'Scales every row so that its largest value, sum or length is one.',
    OneHotEncoder: 'Turns every category into a row with a one at its own place.',
    Scaler: 'Shifts each feature and then scales it.',
    SVMClassifier: 'Picks a class by how alike the example is to remembered ones near the border.',
    SVMRegressor: 'Predicts a number from how alike the example is to remembered ones.',
    TreeEnsemble: 'Sends each example down many decision trees and adds up what their leaves say.',
    TreeEnsembleClassifier: 'Lets many decision trees vote on the class of each example.',
    TreeEnsembleRegressor: 'Predicts numbers by putting together the answers of many decision trees.',
    ZipMap: 'Pairs the scores of classes with their names, as a list of dictionaries.',
  },
};
