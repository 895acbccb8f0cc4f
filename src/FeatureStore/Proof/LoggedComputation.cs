using FeatureStore.Model;
using FeatureStore.Selection;

namespace FeatureStore.Proof;

/// <summary>How the computed features of one use of an on-demand view are logged.</summary>
/// <param name="Shape">What they have in common.</param>
/// <param name="Slots">For each feature of the shape the slot that its values go to.</param>
/// <param name="Inputs">Where the inputs come from, in the order of the shape.</param>
/// <param name="Entities">Makes the key, of all views that are read, with the names that the request calls them by.</param>
/// <param name="Keys">For each of them its place among the keys of the plan.</param>
internal sealed record LoggedComputation(LookupShape Shape, int[] Slots, IReadOnlyList<SelectedInput> Inputs, Entity[] Entities, int[] Keys);
