using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace FeatureStore.Selection;

/// <summary>The features that a request asks for, looked up in the registry.</summary>
/// <param name="Views">The views that are read, each as often as it is used, in the order in which the request first names them; last those that only on-demand features read.</param>
/// <param name="Reads">What is read from the views, each once.</param>
/// <param name="OnDemand">The on-demand views, each as often as it is used.</param>
/// <param name="Requests">The values that on-demand features need of the request, each name once.</param>
/// <param name="Columns">The output columns in the order of the request.</param>
internal sealed record FeatureSelection(
    IReadOnlyList<SelectedView> Views,
    IReadOnlyList<SelectedFeature> Reads,
    IReadOnlyList<SelectedOnDemandView> OnDemand,
    IReadOnlyList<SelectedRequestValue> Requests,
    IReadOnlyList<SelectedColumn> Columns)
{
    /// <summary>The feature service that was selected from, as it was; null where features were named.</summary>
    internal FeatureService? Service { get; init; }

    /// <summary>What the entity frame of a training set is made of; null where somebody gives one.</summary>
    internal SelectedFrame? Frame { get; init; }

    /// <summary>All views whose rows are read, those of the frame last.</summary>
    internal IEnumerable<FeatureView> AllViews => Views.Select(static used => used.View).Concat(Frame?.Views.Select(static used => used.View) ?? []);

    /// <summary>Name of the view that a column belongs to, as the request calls it.</summary>
    internal string LabelOf(SelectedColumn column) => column.IsComputed ? OnDemand[column.Source].Label : Views[Reads[column.Source].View].Label;

    /// <summary>Name of the feature that a column holds.</summary>
    internal string FeatureOf(SelectedColumn column)
    {
        if (column.IsComputed)
        {
            return OnDemand[column.Source].View.Features[column.Feature].Name;
        }

        var read = Reads[column.Source];
        return Views[read.View].View.Features[read.Feature].Name;
    }
}

/// <summary>One use of a view.</summary>
/// <param name="View">The view version.</param>
/// <param name="Label">What stands before the feature in full names: the view, its alias, or the view with the version that was asked for.</param>
/// <param name="KeyColumns">For each of the view's entities the name under which the request gives the join key.</param>
internal sealed record SelectedView(FeatureView View, string Label, IReadOnlyList<string> KeyColumns);

/// <summary>One feature that is read.</summary>
/// <param name="View">Place of its view among <see cref="FeatureSelection.Views"/>.</param>
/// <param name="Feature">Place of the feature in the view.</param>
internal readonly record struct SelectedFeature(int View, int Feature);

/// <summary>One use of an on-demand view.</summary>
/// <param name="View">The on-demand view.</param>
/// <param name="Label">What stands before the feature in full names.</param>
/// <param name="Plan">The view, compiled.</param>
/// <param name="Features">Places of the wanted features in it, in the order asked.</param>
/// <param name="Inputs">The inputs that these read.</param>
internal sealed record SelectedOnDemandView(
    OnDemandFeatureView View, string Label, OnDemandPlan Plan, IReadOnlyList<int> Features, IReadOnlyList<SelectedInput> Inputs)
{
    /// <summary>The view versions that its definition reads, whether a wanted feature needs them or not.</summary>
    internal IReadOnlyList<FeatureViewId> Sources { get; init; } = [];
}

/// <summary>One input of an on-demand view.</summary>
/// <param name="Place">Its place among the inputs of the plan.</param>
/// <param name="IsRequest">Whether the request brings it.</param>
/// <param name="Source">Its place among <see cref="FeatureSelection.Requests"/> or <see cref="FeatureSelection.Reads"/>.</param>
internal readonly record struct SelectedInput(int Place, bool IsRequest, int Source);

/// <summary>A value that the request brings.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type that it is read as.</param>
/// <param name="View">Name of an on-demand view that needs it.</param>
internal sealed record SelectedRequestValue(string Name, DataType Type, string View);

/// <summary>One output column.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="IsComputed">Whether it is an on-demand feature.</param>
/// <param name="Source">Its place among <see cref="FeatureSelection.Reads"/>, or that of its view among <see cref="FeatureSelection.OnDemand"/>.</param>
/// <param name="Feature">Of an on-demand feature its place in the view.</param>
internal readonly record struct SelectedColumn(string Name, bool IsComputed, int Source, int Feature);
