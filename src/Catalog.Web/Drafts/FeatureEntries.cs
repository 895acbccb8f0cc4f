using System.Text.Json.Nodes;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Web.Drafts;

/// <summary>
/// The features of a feature view under edit, held against the columns of its source. A feature that is called like its column does not name it twice, so
/// renaming one or choosing another column changes more than one key.
/// </summary>
internal sealed class FeatureEntries(DraftSession session)
{
    private const string List = "features";

    private readonly HashSet<string> _typed = new(StringComparer.Ordinal);

    /// <summary>The source that the view reads; null while it names none that exists.</summary>
    public Source? Source => session.Catalogue.FindSource(session.Draft.Value("source"));

    public int Count => session.Draft.Outline?.Count(List) ?? 0;

    /// <summary>Columns that are neither a key nor the event time, and that no feature takes yet.</summary>
    public IReadOnlyList<SourceColumn> Unused
    {
        get
        {
            var taken = Enumerable.Range(0, Count).Select(ColumnOf).Concat(JoinKeys()).Append(TimeColumn()).ToHashSet(StringComparer.Ordinal);
            return [.. Source?.Columns.Where(column => !taken.Contains(column.Name)) ?? []];
        }
    }

    public static string PathOf(int index) => $"{List}[{index}]";

    /// <summary>The column whose newest value a feature takes; empty while it names none. Of an aggregate the column that it is of, if it is of one.</summary>
    public string ColumnOf(int index) => IsAggregate(index)
        ? session.Draft.Value($"{PathOf(index)}.of")
        : session.Draft.Outline?.Text($"{PathOf(index)}.from") ?? session.Draft.Value($"{PathOf(index)}.name");

    /// <summary>Whether a feature takes a value that is computed, or a column that there is not.</summary>
    public bool IsComputed(int index) => session.Draft.Outline?.Text($"{PathOf(index)}.from") is { } from && Column(from) is null;

    /// <summary>What is special of aggregates.</summary>
    public AggregateEntries Aggregates { get; } = new(session);

    /// <summary>Gives a feature another name; the column that it takes stays.</summary>
    public void Rename(int index, string name)
    {
        _typed.Add(name);
        var path = PathOf(index);
        var column = IsAggregate(index) ? null : Column(ColumnOf(index));
        var origin = column is null || column.Name == name ? null : column.Name;
        session.Edit($"{path}.name", draft => column is null
            ? draft.Set($"{path}.name", name)
            : draft.Set($"{path}.name", ($"{path}.name", name.Length == 0 ? null : name), ($"{path}.from", origin)));
    }

    /// <summary>Writes the window of an aggregate; a name that ends in it follows until somebody types one.</summary>
    public void SetWindow(int index, string window) => Aggregates.SetWindow(index, window, _typed.Contains(session.Draft.Value($"{PathOf(index)}.name")));

    /// <summary>Takes another column, with its type; a feature without a name, or called like the column before, is called like the new one.</summary>
    public void Take(int index, string column)
    {
        var path = PathOf(index);
        var name = session.Draft.Value($"{path}.name");
        var follows = name.Length == 0 || name == ColumnOf(index);
        var called = follows ? column : name;
        session.Edit($"{path}.from", draft => draft.Set(
            $"{path}.from",
            ($"{path}.name", called),
            ($"{path}.from", called == column ? null : column),
            ($"{path}.type", (Column(column)?.Type.ToString() ?? session.Draft.Value($"{path}.type")) is { Length: > 0 } type ? type : null)));
    }

    /// <summary>Makes an aggregate the newest value of the column that it is of, or else of the one that it is called like, or of one that no other takes.</summary>
    public void TakeNewest(int index)
        => Aggregates.Drop(index, Column(ColumnOf(index)) ?? Column(session.Draft.Value($"{PathOf(index)}.name")) ?? (Unused is [var column, ..] ? column : null));

    /// <summary>Adds the newest value of a column as a feature.</summary>
    public void Add(SourceColumn column) => session.Add(List, Item(column.Name, column));

    /// <summary>Adds a feature to be filled in: of a column that no other takes while there is one.</summary>
    public void AddNext()
    {
        if (Unused is [var column, ..])
        {
            Add(column);
            return;
        }

        var again = Source?.Columns.FirstOrDefault(candidate => !JoinKeys().Contains(candidate.Name));
        session.Add(List, Item(again is null ? "feature" : FreeName($"last_{again.Name}"), again));
    }

    /// <summary>Adds all columns that no feature takes yet.</summary>
    public void AddAll()
    {
        foreach (var column in Unused)
        {
            Add(column);
        }
    }

    public void Remove(int index) => session.RemoveItem(List, index);

    private bool IsAggregate(int index) => Aggregates.FunctionOf(index).Length > 0;

    private static JsonObject Item(string name, SourceColumn? column)
    {
        var item = new JsonObject { ["name"] = name, ["type"] = column?.Type.ToString() ?? "string" };
        if (column is not null && column.Name != name)
        {
            item["from"] = column.Name;
        }

        return item;
    }

    private SourceColumn? Column(string name) => Source?.Columns.FirstOrDefault(column => column.Name == name);

    private IEnumerable<string> JoinKeys() => (session.Draft.Outline?.Texts("entities") ?? [])
        .Select(name => session.Catalogue.FindModel<Entity>(Core.Model.DefinitionKind.Entity, name)?.JoinKey ?? name);

    private string TimeColumn() => session.Draft.Value("timestamp") is { Length: > 0 } column ? column : Source?.TimestampColumn ?? string.Empty;

    private string FreeName(string wanted)
    {
        var names = Enumerable.Range(0, Count).Select(index => session.Draft.Value($"{PathOf(index)}.name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, names.Count + 1).Select(number => number == 1 ? wanted : $"{wanted}_{number}").First(name => !names.Contains(name));
    }
}
