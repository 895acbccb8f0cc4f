using FeatureStore.Model;

namespace FeatureStore.Selection;

/// <summary>The features that a request asks for, looked up in the registry.</summary>
/// <param name="Views">The views, each as often as it is used, in the order in which the request first names them.</param>
/// <param name="Columns">The output columns in the order of the request.</param>
internal sealed record FeatureSelection(IReadOnlyList<SelectedView> Views, IReadOnlyList<SelectedFeature> Columns);

/// <summary>One use of a view.</summary>
/// <param name="View">The view version.</param>
/// <param name="Label">What stands before the feature in full names: the view, its alias, or the view with the version that was asked for.</param>
/// <param name="KeyColumns">For each of the view's entities the name under which the request gives the join key.</param>
internal sealed record SelectedView(FeatureView View, string Label, IReadOnlyList<string> KeyColumns);

/// <summary>One output column.</summary>
/// <param name="View">Place of its view among <see cref="FeatureSelection.Views"/>.</param>
/// <param name="Feature">Place of the feature in the view.</param>
/// <param name="Name">Name of the column.</param>
internal readonly record struct SelectedFeature(int View, int Feature, string Name);
