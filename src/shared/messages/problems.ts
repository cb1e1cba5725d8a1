/**
 * Every problem's sentence, keyed by code: what is wrong, where, and the repair.
 * `{name}` is the node's name; other braces are filled from the problem's values.
 */
import { otherFileMessages } from './other-files';
import { providerMessages } from './providers';

export const problemMessages = {
  // Graph
  'input-not-connected': '{name} has nothing at its input {port}. Draw a wire to it from another layer.',
  'input-shape-unknown': '{name} waits for {from}: mend that layer first.',
  'unknown-layer':
    '{name} is a layer of kind {kind}, which this version does not know. Delete it, or open the file in a newer version.',
  'model-not-run': '{file} does not run, so not all shapes are known. {sentence}.',
  'op-nameless':
    '{file} computes {value} by an operator called "{op}", which no runtime knows. Export the model again.',
  'op-not-raised':
    '{file} computes {value} by {op} of operator set {set}, which cannot be said in a newer set. Export the model in set 17 or later.',
  'torch-unwritten':
    'PyTorch has no words here for {names}. Export ONNX instead, which holds every operator as it is.',
  'dtype-misfit':
    '{name} computes in float32, and {types} comes in. Wire something of float32 to it, or a Cast in between.',
  'op-not-run':
    '{name} has not been run with what comes in now, so what it answers is not known yet. Run the network.',
  'op-numbers-missing': '{name} has lost the numbers of its input {port}. Open the model again.',
  'no-layers': 'The canvas is empty. Drag a layer here, or press / to search for one.',
  'network-full':
    'A network has up to {limit} {things}, and this would make {count}. Delete some first, or go on in another file.',
  'no-input-layer': 'There is no Input layer, so no numbers can enter. Drag an Input onto the canvas.',
  'nothing-to-run': 'No layer is complete yet. Wire a layer to an Input.',

  // Wires
  'wire-makes-cycle':
    'A wire from {from} to {to} would make a loop. Data flows one way: wire to a later layer.',
  'wire-to-itself': '{from} cannot feed itself. Wire it to another layer.',

  // Attributes
  'attribute-not-a-number':
    '{attribute} must be a number, and "{text}" is none. Type digits, such as 4 or 0.5.',
  'attribute-not-whole': '{attribute} must be a whole number, and "{text}" is none. Type digits, such as 4.',
  'attribute-not-a-switch': '{attribute} must be True or False, and "{text}" is neither.',
  'attribute-not-a-choice': '{attribute} must be one of {options}, and "{text}" is not.',
  'attribute-out-of-range': '{attribute} must be from {min} to {max}; {text} is not.',
  'attribute-not-numbers': '{attribute} must be numbers such as 0, 2, 1, and "{text}" is none.',
  'attribute-not-text': '{attribute} must be a text, and "{text}" is none.',
  'attribute-not-a-shape': '{attribute} must be sizes such as 1 x 3, and "{text}" is none.',
  'attribute-not-a-list':
    '{attribute} must be {lengths} whole numbers such as {example}, and "{text}" is not.',
  'attribute-not-per-dimension':
    '{attribute} must be one whole number or {dimensions} of them, such as {example}, and "{text}" is neither.',
  'operator-sets-differ':
    'The operators of both are of other sets of {domain}: {version} here and {theirs} there, so they would mean something else in one network. Convert one of the models to the set of the other first.',
  'operator-bodies-differ':
    'Both bring an operator {name} of their own, and not the same. Rename one of them in its model first.',
  'cut-out-unknown':
    'What {name} answers to what is selected is not known yet, or is no tensor that can be given. Run the network, or select {name}, too.',
  'value-name-empty': 'A value of the model needs a name. Type one.',
  'value-name-unusable':
    'No value of a model can be called that. Type a name of up to {limit} letters, and not __proto__.',
  'value-name-taken': 'The model calls another value {taken} already. Choose another name.',
  'name-taken': 'Another layer is called {taken} already. Choose another name.',
  'shape-too-large':
    'A shape of {shape} holds {size} values, more than the {limit} that fit here. Make a dimension smaller.',
  'attribute-beyond-float32':
    '{attribute} cannot be "{text}": that is too large or too near zero for a 32-bit number. Type 0, or a size from 1.5e-45 to 3.4e38.',
  'value-not-a-number': '"{text}" is not a finite number, so the old value stays. Type digits, such as -1.5.',
  'value-beyond-float32':
    '"{text}" is too large or too near zero for a 32-bit number, so the old value stays. Type 0, or a size from 1.5e-45 to 3.4e38.',
  'rows-need-float':
    '{name} takes {dtype}, and rows of data are float32. Set its dtype to float32, or type its values in.',
  'value-beyond-float16':
    '"{text}" is too large or too near zero for a 16-bit number, so the old value stays. Type 0, or a size from 6e-8 to 65504.',
  'value-not-whole': '"{text}" is no whole number, so the old value stays. Type digits, such as 4.',
  'value-out-of-type':
    '"{text}" does not fit into {dtype}, so the old value stays. Type a whole number from {min} to {max}.',
  'value-no-truth': '"{text}" is neither True nor False, so the old value stays. Type one of the two.',

  // Shapes
  'features-mismatch':
    '{name} expects {expected} features but gets {shape}. Set in_features to {actual}{alternative}.',
  'rank-too-low':
    '{name} needs at least {rank} dimensions but gets {shape}. Give the input one more dimension.',
  'axis-out-of-range':
    '{name} works along {attribute} {axis}, but {shape} has only {rank} dimensions. Set {attribute} to a number from {min} to {max}.',
  'shapes-do-not-broadcast':
    '{name} cannot combine {a} and {b}: sizes must be equal or 1, counted from the right. Make the shapes match.',
  'shapes-do-not-concatenate':
    '{name} joins along dim {dim}, but {a} and {b} differ elsewhere too. Make the other sizes equal.',
  'flatten-range-reversed':
    '{name} starts at dimension {start} and ends at {end}, which is before it. Set end_dim to -1.',
  'limits-reversed':
    '{name} keeps numbers from {least} to {most}, and there are none between. Make {low} smaller than {high}.',
  'matrices-do-not-fit':
    '{name} multiplies {a} by {b}, but the rows of the first have {columns} numbers and the columns of the second {rows}. Make them equal.',
  'rows-differ':
    '{name} takes rows in pairs, but {a} and {b} differ before their last size. Make the other sizes equal.',
  'size-mismatch':
    '{name} expects rows of {expected} numbers but gets {shape}, which has {actual}. Set {attribute} to {actual}.',
  'order-not-complete':
    '{name} must name each of the {rank} dimensions of {shape} once, and {dims} does not. Set dims to {fit}.',
  'sizes-do-not-fit':
    '{name} cannot lay {size} numbers ({shape}) out as {target}. Choose sizes that multiply to {size}; one of them may be -1.',
  'slice-empty':
    '{name} takes nothing: from {start} to {end} there is no number along {dim} of {shape}. Set end to a larger number, or leave it empty.',
  'part-not-there':
    '{name} asks for part {index}, but {shape} has {count} along {dim}. Set index to {last} or less.',
  'shapes-do-not-stack': '{name} stacks tensors of one shape, but {a} and {b} differ. Make the shapes equal.',
  'no-halves':
    '{name} cuts dimension {dim} in halves, but {shape} has {length} there, which is odd. Make that size even.',
  'needs-image':
    '{name} needs {rank} dimensions ({dimensions}) but gets {shape}. Give the Input a shape such as {example}.',
  'needs-rows':
    '{name} needs 2 dimensions (batch, features) or 3 (batch, channels, length) but gets {shape}. Insert Flatten, or use BatchNorm2d.',
  'needs-dimensions':
    '{name} needs {rank} dimensions ({sizes}) but gets {shape}. Give the Input a shape such as {example}.',
  'channels-mismatch':
    '{name} expects {expected} channels but gets {shape}, which has {actual}. Set {attribute} to {actual}.',
  'groups-do-not-divide':
    '{name} cannot split {inputs} channels in and {outputs} out into {groups} equal groups. Set groups to {fit}.',
  'groups-of-channels-do-not-divide':
    '{name} cannot split {channels} channels into {groups} equal groups. Set num_groups to {fit}.',
  'row-length-mismatch':
    '{name} expects {expected} numbers in a row but gets {shape}, which has {actual}. Set {attribute} to {actual}.',
  'too-many-steps':
    '{name} would take {count} steps, all its layers and directions counted, and {most} are the most. Shorten the sequence.',
  'initial-state-mismatch':
    '{name} expects {port} to be {wanted} (layers and directions, batch, hidden_size) but gets {shape}. Give it that shape, or set initial_state to False.',
  'heads-do-not-divide':
    '{name} cannot split rows of {length} numbers into {heads} equal heads. Set {attribute} to {fit}.',
  'rows-do-not-match':
    '{name} reads {b} beside {a}: both must have the same batch and as many numbers in a row. Make these sizes equal.',
  'keys-do-not-match':
    '{name} compares queries of {query} with keys of {key}: only the last size but one may differ. Make the other sizes equal.',
  'values-do-not-match':
    '{name} takes a value for each key, but keys of {key} and values of {value} do not pair up. Make their sizes before the last equal.',
  'mask-does-not-fit':
    '{name} adds a mask to its scores, a number for each query and key: that is {wanted}, and the mask is {mask}. Make the sizes equal.',
  'causal-and-masked':
    '{name} is causal and has a mask as well, and PyTorch takes one or the other. Set is_causal to False.',
  'causal-lengths-differ':
    '{name} is causal, which needs as many keys as queries, but there are {sources} keys and {targets} queries. Set is_causal to False.',
  'index-outside-table':
    '{name} has rows 0 to {last} and is asked for row {value}. Give it whole numbers from 0 to {last}{alternative}.',
  'padding-outside-table':
    '{name} has rows 0 to {last}, so row {padding} cannot be the padding. Set padding_idx to {last}.',
  'normalized-shape-mismatch':
    '{name} normalises {expected} together, but {shape} does not end in that. Set normalized_shape to {fit}.',
  'window-too-large':
    'The window of {name} holds {count} numbers, each of which becomes a row; up to {most} are laid out. Set kernel_size to {fit}.',
  'window-does-not-fit':
    '{name} lays a window of {reach} over {shape}, which is too small for it even with its padding. Set kernel_size to {fit}.',
  'kernel-larger-than-input':
    '{name} has a window of {kernel}, and {shape} is smaller: here padding does not make up for it. Set kernel_size to {fit}.',
  'padding-too-wide':
    '{name} pads by {padding}, more than half its kernel_size of {kernel}. Set padding to {fit}.',
  'window-reads-padding-alone':
    '{name} would lay its window where all it reads is padding, because its numbers are {dilation} apart. Set padding to 0.',
  'same-needs-stride-1':
    "{name} has padding 'same', which keeps the size of its input, but moves by {stride} at a time. Set stride to 1.",
  'border-too-short':
    '{name} mirrors {padding} numbers of {shape} at its border, which needs one more than that. Set {attribute} to {fit}.',
  'border-wraps-twice':
    '{name} puts {padding} numbers of the other side of {shape} at its border, more than there are. Set {attribute} to {fit}.',
  'output-padding-too-wide':
    '{name} has an output_padding of {padding}, which must be smaller than its stride of {stride} or its dilation of {dilation}. Set output_padding to {fit}.',
  'padding-leaves-nothing':
    '{name} cuts {padding} off every side of its output, and nothing is left. Set padding to {fit}.',
  'pad-needs-more-dimensions':
    '{name} pads the last {count} dimensions, but {shape} has fewer. Set pad to {fit}: two numbers a dimension.',
  'border-needs-channels':
    '{name} has mode {mode}, which works on the last {count} of {least} or {most} dimensions, but gets {shape}. Set mode to constant, or give pad two numbers for each dimension after batch and channels.',
  'channels-do-not-shuffle':
    '{name} makes squares of {factor} x {factor} numbers of its channels, but {channels} channels are no multiple of {squared}. Set upscale_factor to {fit}.',
  'too-few-to-normalise':
    'While training, {name} needs at least two numbers of each channel but gets {shape}. Choose a batch size that leaves no single row over.',

  'nothing-to-normalise':
    '{name} compares the numbers of each {part} with one another, and in {shape} each has only one. Give the Input larger sizes after its channels.',

  'op-inputs-misfit': 'The operator {op} cannot take inputs of {shapes}. Change the shapes before it.',
  'op-without-gradient':
    'The operator {op} cannot be trained through: {why}. Use another layer, or train what comes after it.',
  'training-through-operators':
    'No gradient is known here of {names}, so the network cannot learn through it. Score a layer before it, or train in the program the model came from.',
  'op-unknown': 'The operator {op} is not one this app knows. Use another layer.',

  'value-without-layer':
    '{file} is given {value}, and no layer here takes that. Open a model that is given float32 numbers of at least one dimension, or look into this one with loom trace.',
  'value-of-other-size':
    '{file} holds fewer or more numbers of {value} than its shape needs. Export it again.',
  'model-sizes-frozen':
    '{file} leaves sizes open ({names}), and what it cuts out depends on them. It was read for sizes of 1 and is another network at others: export it with the sizes you use.',
  'value-elsewhere':
    '{file} keeps its weights in a file of their own, {data}. Open it from the folder that holds both, or export it in one file.',
  'value-missing': '{file} needs {value}, which nothing in it computes and it is not given. Export it again.',
  'value-twice': '{file} says in two places what {value} is. Export it again.',
  'value-not-yet':
    '{file} reads {value} with {op} before it is computed: its operators form a loop, or are out of order. Export it again.',
  'model-set-too-old':
    '{file} is of operator set {set}, which says things that sets from 7 on do not. Export it with operator set 13 or later.',
  'weights-parted':
    '{file} keeps {names} once for several layers, and layers here have numbers of their own: equal now, they part as soon as they learn.',
  'model-in-part':
    'Left out of {file}, since no layer is made of it: {things}. Keep the file if you need that.',
  'model-not-layers':
    '{file} cannot be opened as layers: {sentence}. Export it again, or look into it with loom trace.',

  // Files
  'file-not-loom': '{file} is not a Layerloom file: {reason}. Open a .loom file.',
  'file-newer':
    '{file} was written by a newer Layerloom (format {version}; this one reads up to {supported}). Update the app to open it.',
  'file-damaged': '{file} is damaged: {reason}. Open another copy; nothing here was changed.',
  'file-too-large': '{file} holds {size}, more than the {limit} allowed. Open a smaller file.',
  'network-not-saved':
    'The network holds {size}, more than the {limit} a file may hold to be opened again, so it was not saved. Make its layers smaller; until then it is kept as unsaved work.',
  'file-too-many': '{file} holds {count} {things}, and up to {limit} can be opened. Open a smaller one.',
  'file-not-found': '{file} cannot be found. It may have been moved; open it from its new place.',
  'too-many-named':
    'So many files cannot be named at once, and one network is open at a time. Name the one you want.',
  'file-not-regular': '{file} is not an ordinary file. Choose a file on disk.',
  'file-unreadable': '{file} cannot be read: {reason}. {repair}.',
  'file-not-written': '{file} could not be written: {reason}. {repair}; your work is still open.',
  'output-not-written': '{file} could not be written: {reason}. {repair}.',
  'recovery-unreadable':
    '{file} cannot be read: {reason}. Unsaved work from last time, if there was any, stays there.',
  'recovery-damaged':
    'Your unsaved work from last time could not be brought back: the list of what it is made of is damaged.',
  'recovery-not-written':
    '{file} could not be written: {reason}. Until that is mended no unsaved work is kept for the next start, so save yours to a file.',
  'recovery-not-cleared':
    '{file} could not be removed: {reason}. Work that is saved by now may come back at the next start.',
  'recovery-in-part':
    'A part of your unsaved work is damaged on disk: {files} could not be brought back. The rest is here.',
  'closing-loses-work':
    'Closing now loses your unsaved work, which could not be kept. Save it to a file, or close once more to go without it.',
  'list-unreadable':
    '{file} is not a list of runs: {reason}. Write JSON such as [{"model": "m.onnx", "inputs": {"x": "x.npy"}, "dump": "out"}].',
  'numbers-misfit-type':
    '{file} holds {dtype}, and {name} is {wanted}. Save it again as {wanted}: array.astype("{wanted}").',
  'numbers-misfit-shape':
    '{file} is {shape}, and {name} is {wanted}. Save it again in that shape, or change the layer first.',
  'npy-unreadable': '{file} is not an .npy file this app can read: {reason}. Save it again with numpy.save.',

  'folder-hidden':
    'The folder {id} of lessons or data is damaged, so it is not listed: {reason}. Where it came with the app, install that again; else mend it.',

  // What an administrator decided, and where the app keeps its own files
  'policy-unreadable':
    'The policy {file} does not count: {reason}. An administrator can check it with loom policy.',
  'policy-unknown':
    'In the policy {file}, no setting is called {names}, so that does not count. There are {keys}.',
  'policy-wrong': 'In the policy {file}, {key} is {value}, so it does not count. It must be {wanted}.',
  'policy-lessons':
    'The folder of lessons {folder}, which the policy names, cannot be read: {reason}. Its lessons are not listed.',
  'policy-lessons-hidden':
    'In the folder of lessons {folder}, which the policy names, these are no lessons, so they are not listed: {names}. Keep lessons alone there, each a folder with lesson.json and document.json.',
  'profile-elsewhere':
    'The app’s own folder {folder} could not be used: {reason}. Until that is mended, settings and unsaved work last only as long as this window; what you save to files is safe.',
  'profile-nowhere':
    'The app can keep its files neither in {folder} ({reason}) nor in a temporary folder. Make room on the disk, or make one of them writable.',
  'kept-not-written':
    '{file} could not be written: {reason}. Until that is mended this lasts only as long as the window.',
  'kept-unreadable':
    '{file} could not be read: {reason}. It is left as it is; until that is mended, what belongs there lasts only as long as the window.',
  'kept-damaged':
    '{file} is damaged, or of a newer version, so it begins anew. What it held was set aside, beside it, as {name}.',

  'weights-drawn':
    '{file} holds no weights, so all of them are drawn by its seed, {seed}. If it should hold some, open another copy.',
  'weights-drawn-in-part':
    '{file} holds no numbers for {names}, so these are drawn by its seed, {seed}. If it should hold them, open another copy.',

  ...otherFileMessages,

  // Models
  'model-unreadable': '{file} is not an ONNX model: {reason}. Export it again.',
  'model-newer':
    '{file} is of {what} {version}, and this app knows those up to {limit}. Export it again with {what} {limit} or an earlier one.',
  'model-missing-data':
    '{file} keeps the tensor {tensor} in {data}, which is not beside it. Put that file next to the model.',
  'model-data-cut-short':
    '{file} keeps the tensor {tensor} in {data}, which is too short for it. Copy the whole file again.',
  'model-not-loaded':
    'The engine cannot load this model. Mend the model or export it again. The runtime says: {reason}.',
  'model-has-problems': '{file} has {count}, listed on standard output. Mend what they say and check again.',
  'model-failed':
    'The model failed{place}. Check the values given, or export it again. The runtime says: {reason}.',
  'model-input-missing':
    'The model needs a value for its input {input} ({expected}). Give one with --input {input}=FILE.npy.',
  'model-input-unknown': 'The model has no input called {input}. Its inputs are: {inputs}.',
  'model-input-twice': 'The input {input} is given twice. Give it once.',
  'model-input-mismatch':
    'The input {input} should be {expected} but the value given is {actual}. Give one of the right type and shape.',
  'model-input-unsupported':
    'The input {input} has the type {type}, which this engine cannot be given. Change the model to take a tensor of numbers or text.',
  'export-incomplete': 'The network is not complete ({sentence}), so it was not exported. Mend it first.',
  'model-export-differs':
    'The exported model gave {actual} where the network gives {expected}, so it was not kept. Please report this with the network.',

  // Training
  'class-weights-unfit':
    'Class weights must be numbers above zero, such as 1 2 0.5, and “{text}” is not. Leave it empty to count all classes alike.',
  'training-without-rows': 'The data has no rows to learn from. Choose other data.',
  'training-without-parameters':
    'Nothing in this network can learn: it has no weights. Add a layer such as Linear.',
  'training-unknown':
    'It was to be trained with {kind}, which this version does not know. Choose another in Train.',
  'training-all-frozen':
    'Every parameter of this network is frozen, so nothing can learn. Let them learn again.',
  'training-needs-one-input':
    'Training feeds one Input layer, and this network has {count} before the layer that is scored. Leave one.',
  'data-does-not-fit-input':
    'A row of the data has {width} features, and the network takes {expected}. Change the Input or the data.',
  'data-does-not-fit-output':
    '{name} gives {outputs} numbers a row, and the data has {classes} kinds of answer. Set out_features to {classes}.',
  'data-has-no-classes': '{loss} needs classes, and {name} holds numbers such as {value}. Choose {other}.',
  'data-has-classes': '{loss} needs numbers, and {name} holds {value} classes. Choose {other}.',
  'data-could-be-classes':
    '{loss} needs classes, and {name} holds whole numbers such as {value}. Take them as classes, or choose {other}.',
  'data-not-between-0-and-1': '{loss} takes 0 and 1 as answers, and the data has {value}. Choose {other}.',
  'data-not-yes-or-no':
    '{loss} takes 0 and 1 as answers, and the data has two others, such as {value}. Take them as classes, or choose {other}.',
  'data-has-one-class':
    'Every row of the data is of class {only}, so there is nothing to tell apart. Choose data with two classes or more.',
  'loss-needs-scores':
    '{loss} scores a row of numbers, one a class; {name} gives {shape}. Insert Flatten and Linear before it.',
  'loss-after-softmax':
    '{loss} takes scores and works out the softmax itself, but {name} has already done so. Score {before} instead.',
  'loss-not-finite':
    'Training stopped: {place} became {value} in epoch {epoch}, minibatch {batch}. Lower the learning rate or clip the gradients.',

  // Quiz
  'question-unfit':
    'The question "{question}" does not fit this network: {reason}. Undo what was changed, or leave it out.',
  // Data
  'data-unreadable':
    '{file} cannot be used as rows to learn from: {reason}. Mend the file, or choose another.',
  'data-arrays-unclear':
    '{file} does not say which of its arrays are features and which are targets (it has: {names}). Save it again with numpy.savez(file, features=..., targets=...).',
  'data-not-bundled': 'This version has no data set called {id}. Choose other data.',
  'data-rows-cut': 'The file has at least {rows} rows; the first {used} are used.',
  'data-rows-ragged':
    'Row {row} has {cells} cells where others have {width}; rows left out because of that: {count}. Mend the file to use them.',
  'data-cell-no-number':
    'Row {row}, {column}: “{text}” is no number like the others of its column, so it counts as missing.',
  'data-cell-too-large':
    'Row {row}, {column}: “{text}” is more than a 32-bit number can hold, so it counts as missing.',
  'data-cell-too-small':
    'Row {row}, {column}: “{text}” is too near zero for a 32-bit number, so it counts as 0. Write the column in a smaller unit to keep it.',
  'data-number-unclear':
    'Row {row}, {column}: “{text}” can be {point} or {comma}, and nothing else in the file tells. Say whether the point or the comma is the decimal sign.',
  'data-decimal-points': 'Read with a decimal point: {columns}.',
  'data-decimal-commas': 'Read with a decimal comma: {columns}.',
  'data-columns-with-signs': 'Read as the numbers beside a sign: {columns}.',
  'data-columns-left-out': 'Columns left out: {columns}.',
  'data-columns-as-words': 'Columns taken as words, each word a feature: {columns}.',
  'data-answers-have-words':
    '{name} is taken as classes, though it holds numbers, because of “{word}”. Mend that cell to predict numbers.',
  'data-heading-has-numbers': 'The first row is taken as the heading: {cells}.',
  'data-first-row-has-numbers': 'The first row is taken as a row of data, not as the heading: {cells}.',
  'data-answers-are-classes': '{name} is taken as classes, since that is what the loss needs: {shown}.',
  'data-not-a-text':
    '{file} is no table of text: it has no heading and no decimal sign to choose. Leave --heading and --decimal out.',
  'data-rows-with-gaps': 'Rows left out because something is missing in them: {count} ({gaps}).',
  'data-gaps-filled': 'What is missing was filled with the mean, or the most frequent word: {gaps}.',
  'data-every-row-has-gaps':
    'Something is missing in every row, so none can be learned from. Fill the gaps, or leave out the columns that have them.',
  'data-without-features': 'No column is left to learn from. Make one a feature; left out: {columns}.',
  'data-too-many-words':
    '{column} holds {count} different words, each of which would become a feature. Leave it out.',
  'data-too-many-classes':
    '{name} has {count} different answers, too many for classes. Choose another target.',
  'data-target-has-words': '{name} holds words, which cannot be predicted as numbers. Take them as classes.',
  'training-goes-on':
    'The engine stopped in the middle of training and was started again. The run goes on from {at}, with the same numbers.',
  'training-crashed':
    'The engine stopped twice after {at}, so training ended there. What was learned until then is kept; choose a smaller batch or network.',

  // Engine
  'nan-swallowed':
    '{name}: NaN went in and none came out. The engine’s maximum passes over NaN and may pass over numbers beside it, where PyTorch takes NaN for the greatest. Look for the layer where NaN begins.',
  'nan-swallowed-in-part':
    '{name}: NaN went in and may be missing in what came out. The engine’s maximum passes over NaN and may pass over numbers beside it, where PyTorch takes NaN for the greatest. Look for the layer where NaN begins.',
  'size-too-large':
    '{node} asks for {attribute} of {value}, a size no tensor has: {limit} is the most. Mend the model or export it again.',
  'run-failed': 'The run stopped: {reason}.',
  'engine-failed':
    'The engine could not do this with the numbers given. Undo the last change and try again. The runtime says: {reason}.',
  'run-too-long': 'The run took longer than {seconds} seconds and was ended.',
  'run-not-finished': 'The run was stopped before it finished. Press Run to start it again.',
  'run-out-of-time':
    'The run took longer than {seconds} seconds and was stopped. Give it more with --timeout SECONDS.',
  'run-out-of-memory':
    'The run needed more than {limit} of memory and was stopped. Use a smaller model or input.',
  'run-crashed':
    'The engine crashed in the middle of the run. Simplify the model around what is unusual in it, or report it with the model.',
  'engine-stopped':
    'The engine stopped in the middle of a run and was started again. Your network is untouched; press Run.',
  'engine-not-starting':
    'The engine ended each time it was started, so nothing can run. Your network is untouched. Try again, or install the app again.',
  'runtime-not-loaded':
    'No network can run here: {file} of the runtime could not be loaded. Install the app again, or ask whether a virus scanner took the file away. The system says: {reason}.',
  'runtime-needs-visual-c':
    'No network can run here: the Microsoft Visual C++ runtime is missing. Install {installer} from Microsoft, or ask whoever looks after this computer.',

  ...providerMessages,

  'request-refused':
    'A request to the app was not understood and was refused: {reason}. Please report what you did.',
} as const;
