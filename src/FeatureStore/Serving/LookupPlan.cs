using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Proof;
using FeatureStore.Selection;

namespace FeatureStore.Serving;

/// <summary>A request's features, compiled: what to read from the store and where each value goes. Immutable, shared by all requests of the same words.</summary>
/// <param name="Keys">Join keys to convert, each name and type once.</param>
/// <param name="Groups">Views that share their entity keys, to be read in one call each.</param>
/// <param name="OnDemand">What is computed from what was read.</param>
/// <param name="Requests">The values that the request must bring for it.</param>
/// <param name="Columns">Output columns in the order of the request.</param>
/// <param name="SlotCount">How many columns are read and computed, also those that are not given out.</param>
/// <param name="Views">Names of the views read and computed, each once.</param>
internal sealed record LookupPlan(
    IReadOnlyList<LookupKey> Keys,
    IReadOnlyList<LookupGroup> Groups,
    IReadOnlyList<LookupOnDemand> OnDemand,
    IReadOnlyList<SelectedRequestValue> Requests,
    IReadOnlyList<LookupColumn> Columns,
    int SlotCount,
    IReadOnlyList<string> Views);

/// <summary>One join key.</summary>
/// <param name="Column">Name under which the request gives it.</param>
/// <param name="Entity">The entity, which says the type.</param>
internal sealed record LookupKey(string Column, Entity Entity);

/// <summary>Views that are read by the same entity keys.</summary>
/// <param name="Entities">The entities that make the key.</param>
/// <param name="Keys">For each entity the place of its join key among <see cref="LookupPlan.Keys"/>.</param>
/// <param name="StoreViews">Names in the online store, in the order of the store's answer.</param>
/// <param name="Views">What to make of the answer.</param>
internal sealed record LookupGroup(
    IReadOnlyList<Entity> Entities, IReadOnlyList<int> Keys, IReadOnlyList<string> StoreViews, IReadOnlyList<LookupView> Views);

/// <summary>One use of a view.</summary>
/// <param name="Rules">The rules of its age.</param>
/// <param name="Row">Place of the newest row among <see cref="LookupGroup.StoreViews"/>.</param>
/// <param name="ValueRows">For a view of newest non-null values the place of each feature's own row; empty otherwise.</param>
/// <param name="Features">Places of the wanted newest-value features in the stored row, ascending.</param>
/// <param name="Columns">For each of them the slot that it goes to.</param>
/// <param name="Windows">The wanted aggregates; null when there are none.</param>
/// <param name="Logged">How its answers are logged.</param>
internal sealed record LookupView(PointInTimeRules Rules, int Row, int[] ValueRows, int[] Features, int[] Columns, LookupWindows? Windows, LoggedView Logged);

/// <summary>One output column.</summary>
/// <param name="Name">Name in the answer.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="View">The view.</param>
/// <param name="Slot">Where its values are found.</param>
internal sealed record LookupColumn(string Name, DataType Type, FeatureViewId View, int Slot);
