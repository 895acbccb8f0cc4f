using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Selection;

namespace FeatureStore.Serving;

/// <summary>Compiles a selection of features into a plan.</summary>
/// <param name="selection">What is asked for.</param>
/// <param name="service">The service that was named; null when features were.</param>
internal sealed class LookupPlanCompiler(FeatureSelection selection, string? service)
{
    private readonly List<LookupKey> _keys = [];

    internal LookupPlan Compile()
    {
        var groups = selection.Views
            .Select((view, place) => (View: view, Place: place, Keys: KeysOf(view)))
            .GroupBy(static use => string.Join(',', use.Keys) + '/' + string.Join(',', use.View.View.Entities.Select(static entity => entity.JoinKey)))
            .Select(group => CompileGroup([.. group]))
            .ToList();

        // The slots of what is read come first, then those of what is computed.
        var slots = selection.Reads.Count;
        var onDemand = new List<LookupOnDemand>();
        foreach (var view in selection.OnDemand)
        {
            onDemand.Add(new LookupOnDemand(view, slots, Logged(view, slots)));
            slots += view.Features.Count;
        }

        return new LookupPlan(
            _keys,
            groups,
            onDemand,
            selection.Requests,
            [.. selection.Columns.Select(column => ColumnOf(column, onDemand))],
            slots,
            [.. selection.Views.Select(static view => view.View.Name).Concat(selection.OnDemand.Select(static view => view.View.Name)).Distinct(StringComparer.Ordinal)]);
    }

    private LookupColumn ColumnOf(SelectedColumn column, List<LookupOnDemand> onDemand)
    {
        if (column.IsComputed)
        {
            var computed = selection.OnDemand[column.Source].View;
            return new LookupColumn(column.Name, computed.Features[column.Feature].Type, computed.Id, onDemand[column.Source].SlotOf(column.Feature));
        }

        var read = selection.Reads[column.Source];
        var view = selection.Views[read.View].View;
        return new LookupColumn(column.Name, view.Features[read.Feature].Type, view.Id, column.Source);
    }

    private int[] KeysOf(SelectedView view)
    {
        var keys = new int[view.KeyColumns.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var (column, entity) = (view.KeyColumns[i], view.View.Entities[i]);
            keys[i] = _keys.FindIndex(key => key.Column == column && key.Entity.Type == entity.Type);
            if (keys[i] < 0)
            {
                keys[i] = _keys.Count;
                _keys.Add(new LookupKey(column, entity));
            }
        }

        return keys;
    }

    private LookupGroup CompileGroup(IReadOnlyList<(SelectedView View, int Place, int[] Keys)> uses)
    {
        var names = new List<string>();
        var views = uses.Select(use => CompileView(use.View.View, use.Place, names)).ToList();
        return new LookupGroup(uses[0].View.View.Entities, uses[0].Keys, names, views);
    }

    private LookupView CompileView(FeatureView view, int place, List<string> names)
    {
        var wanted = selection.Reads
            .Select(static (read, slot) => (read.View, read.Feature, Output: slot))
            .Where(column => column.View == place)
            .OrderBy(static column => column.Feature)
            .ToList();
        var aggregates = wanted.FindAll(column => view.Features[column.Feature].Aggregation is not null);
        wanted.RemoveAll(column => view.Features[column.Feature].Aggregation is not null);
        var (layout, columns) = (new OnlineLayout(view), new ViewColumns(view));
        var row = PlaceOf(layout.Row, names);
        int[] valueRows = view.NullPolicy == NullPolicy.NewestNonNull
            ? [.. wanted.Select(column => PlaceOf(layout.Values[column.Feature], names))]
            : [];
        var rules = PointInTimeRules.OfLookups(view);
        return new LookupView(
            rules,
            row,
            valueRows,
            [.. wanted.Select(column => columns.PlaceOf(column.Feature))],
            [.. wanted.Select(static column => column.Output)],
            aggregates.Count == 0 ? null : new LookupWindows(view, columns, rules, aggregates.ConvertAll(static column => (column.Feature, column.Output))),
            Logged(view, columns, row, valueRows, [.. wanted.Concat(aggregates).Select(static column => (column.Feature, column.Output))]));
    }

    private LoggedView Logged(FeatureView view, ViewColumns columns, int row, int[] valueRows, IReadOnlyList<(int Feature, int Output)> asked)
    {
        var names = asked.Select(column => view.Features[column.Feature].Name).ToArray();
        return new LoggedView(
            new LookupShape(service, view.Id, view.Ttl, view.StrictBefore, names, valueRows.Length),
            [.. asked.Select(static column => column.Output)],
            row,
            valueRows,
            columns.HasWindows ? columns.NewestCount : -1);
    }

    private LoggedComputation Logged(SelectedOnDemandView view, int firstSlot)
    {
        var read = view.Inputs.Where(static input => !input.IsRequest).Select(input => selection.Views[selection.Reads[input.Source].View]).Distinct().ToList();
        int[] keys = [.. read.SelectMany(KeysOf).Distinct().DistinctBy(key => _keys[key].Column)];
        var from = new ComputedFrom(
            [.. read.Select(static source => source.View.Id).Distinct()],
            [.. view.Inputs.Select(input => view.Plan.Inputs[input.Place].FullName)]);
        return new LoggedComputation(
            new LookupShape(service, view.View.Id, TimeSpan.Zero, strictBefore: false, [.. view.Features.Select(feature => view.View.Features[feature].Name)], ownRows: 0, from),
            [.. Enumerable.Range(firstSlot, view.Features.Count)],
            view.Inputs,
            [.. keys.Select(key => _keys[key].Entity with { JoinKey = _keys[key].Column })],
            keys);
    }

    private static int PlaceOf(string name, List<string> names)
    {
        var place = names.IndexOf(name);
        if (place < 0)
        {
            place = names.Count;
            names.Add(name);
        }

        return place;
    }
}
