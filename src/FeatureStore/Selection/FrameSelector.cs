using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Selection;

/// <summary>Finds the views whose rows make the entity frame of a range, and everything that is wrong with the range.</summary>
/// <param name="range">The range.</param>
/// <param name="selection">What is asked for; read where it is right.</param>
/// <param name="versions">The definitions.</param>
internal sealed class FrameSelector(TrainingSetRange range, FeatureSelection selection, IViewVersions versions)
{
    private readonly List<FeatureStoreException> _errors = [];

    /// <summary>Everything wrong with the range.</summary>
    internal IReadOnlyList<FeatureStoreException> Errors => _errors;

    /// <summary>What the frame is made of; null when nobody can say.</summary>
    internal SelectedFrame? Select()
    {
        CheckTimes();
        IReadOnlyList<SelectedView> views = range.AsOf is not null ? [.. selection.Views] : FindView() is { } view ? [view] : [];
        if (views.Count == 0)
        {
            return null;
        }

        var keys = views.SelectMany(static used => used.KeyColumns.Zip(used.View.Entities, (column, entity) => (Column: column, entity.Type, View: used.View.Name))).ToList();
        foreach (var same in keys.GroupBy(static key => key.Column, StringComparer.Ordinal).Select(static group => group.DistinctBy(static key => key.Type).ToList()).Where(static types => types.Count > 1))
        {
            _errors.Add(Invalid(
                $"The range '{range}' cannot be taken: its column '{same[0].Column}' would hold join keys of the types {string.Join(" and ", same.Select(static key => $"'{key.Type}' ({key.View})"))}. " +
                "Map one of the keys to another name in a feature service, or give an entity frame."));
        }

        return new SelectedFrame(views, [.. keys.DistinctBy(static key => key.Column).Select(static key => (key.Column, key.Type))]);
    }

    private void CheckTimes()
    {
        if (range.AsOf is not null)
        {
            if (range.View is not null || range.Start is not null || range.End is not null)
            {
                _errors.Add(Invalid("The range has 'asOf' beside 'view', 'start' or 'end'. Give 'asOf' alone for all keys at that time, or 'view', 'start' and 'end' for all rows of a view."));
            }
        }
        else if (range.Start is not { } start || range.End is not { } end)
        {
            _errors.Add(Invalid(
                range is { View: null, Start: null, End: null }
                    ? "The range is empty. Give 'asOf' for all keys at that time, or 'view', 'start' and 'end' for all rows of a view."
                    : $"The range has no '{(range.Start is null ? "start" : "end")}'. Give both: the rows whose event time is at or after 'start' and before 'end' are taken."));
        }
        else if (start >= end)
        {
            _errors.Add(Invalid($"The range has the start '{start}' and the end '{end}'. The start must be before the end, which is not part of the range."));
        }
    }

    /// <summary>The view whose rows are taken: as the features use it, or, where they do not, by its own keys.</summary>
    private SelectedView? FindView()
    {
        if (range.View is not { } name)
        {
            if (selection.Views.Count != 1)
            {
                _errors.Add(Invalid($"The range names no view, and the features are of {(selection.Views.Count == 0 ? "none" : string.Join(", ", selection.Views.Select(static used => used.Label)))}. Name the view whose rows are taken in 'view'."));
                return null;
            }

            return Offline(selection.Views[0]);
        }

        var used = selection.Views.Where(view => view.Label == name).Take(1).ToList();
        used = used.Count > 0 ? used : [.. selection.Views.Where(view => view.View.Name == name).DistinctBy(static view => string.Join(' ', view.KeyColumns))];
        if (used.Count > 1)
        {
            _errors.Add(Invalid($"The view '{name}' of the range is used with different keys, as {string.Join(", ", used.Select(static view => view.Label))}. Name one of these in 'view'."));
            return null;
        }

        if (used.Count == 1)
        {
            return Offline(used[0]);
        }

        if (versions.Find(name) is { } view)
        {
            return Offline(new SelectedView(view, name, [.. view.Entities.Select(static entity => entity.JoinKey)]));
        }

        _errors.Add(versions.Registry.FindOnDemandView(name) is null
            ? SelectionErrors.ViewNotFound(name, null, versions.Registry)
            : Invalid($"The view '{name}' of the range is an on-demand view, which has no rows of its own. Name a feature view."));
        return null;
    }

    private SelectedView? Offline(SelectedView used)
    {
        if (used.View.Offline)
        {
            return used;
        }

        _errors.Add(Invalid($"The view '{used.View.Name}' of the range is not kept offline, so that its rows are not there. Name another view, or declare it with 'offline: true'."));
        return null;
    }

    private static FeatureStoreException Invalid(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);
}

/// <summary>The entity frame that is made of the rows of views.</summary>
/// <param name="Views">The views; each of its uses is one.</param>
/// <param name="Keys">The columns with the join keys, in the order of the frame, each with its type.</param>
internal sealed record SelectedFrame(IReadOnlyList<SelectedView> Views, IReadOnlyList<(string Column, DataType Type)> Keys);
