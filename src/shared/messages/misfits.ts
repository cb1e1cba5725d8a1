/** What does not fit a layer: the sentences of problems about shapes, sizes and what they are told. */
export const misfitMessages = {
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
  'parts-do-not-add-up':
    '{name} cuts off {sizes}, which is {total}, but {shape} has {length} along {dim}. Set split_size to {fit}.',
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
    '{file} leaves sizes open ({names}), and what it cuts out depends on them. It may be another network at other sizes than those it was opened with: export it with the sizes you use.',
  'model-sizes-fixed':
    '{file} leaves sizes open, and what it computes depends on them. It was opened for {sizes} and takes no others: export it with the sizes you use.',
  'model-rank-tried':
    '{file} does not say how many dimensions its inputs have. It was opened with those it was found to run with, and is saved as taking these: {inputs}.',
  'model-rank-unknown':
    '{file} does not say how many dimensions {inputs} has, and it ran with none that was tried. Export it with the shapes of its inputs.',
  'model-names-changed':
    '{file} calls what goes in or comes out by names that cannot be kept: {names}. Saved from here they are called otherwise.',
  'model-inputs-kept':
    '{file} lets its own numbers {names} be given anew at each run. Here they are weights, which a saved model takes from no one.',
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
} as const;
