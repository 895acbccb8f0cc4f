using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Web.TrainingSets;

/// <summary>How a training set is to be divided, as it is typed. Belongs to one draft; not thread-safe.</summary>
public sealed class SplitDraft
{
    private readonly List<SplitLine> _lines = [];

    /// <summary>What decides the part of a row; null while nothing is divided.</summary>
    public SplitKind? Kind { get; private set; }

    public IReadOnlyList<SplitLine> Lines => _lines;

    /// <summary>By key: the columns, with commas between them.</summary>
    public string Keys { get; set; } = string.Empty;

    /// <summary>By ratio and by key.</summary>
    public string Seed { get; set; } = "0";

    /// <summary>The splits; null while nothing is divided, or a value cannot be read.</summary>
    public TrainingSetSplits? Splits => Kind is not { } kind || ErrorsOf(isTried: true).Any() ? null : new TrainingSetSplits
    {
        Kind = kind,
        Parts = [.. _lines.Select((line, i) => new TrainingSetSplit(line.Name.Trim())
        {
            Ratio = kind != SplitKind.Time && TryReadRatio(line.Value, out var ratio) ? ratio : null,
            Before = HasTime(i) && Instant.TryParse(line.Value, out var time) ? time : null,
        })],
        Keys = kind == SplitKind.Key ? Keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [],
        Seed = kind != SplitKind.Time && TryReadSeed(out var seed) ? seed : 0,
    };

    /// <summary>What cannot be read, in sentences.</summary>
    /// <param name="isTried">Whether that something is missing is said, too.</param>
    public IEnumerable<string> ErrorsOf(bool isTried)
    {
        foreach (var line in _lines.Where((line, i) => !IsReadable(i) && (isTried || line.Value.Trim().Length > 0)))
        {
            yield return (Kind, line.Value.Trim()) switch
            {
                (SplitKind.Time, "") => $"Say before which time the rows of '{line.Name}' are, for example 2026-11-20T00:00:00Z.",
                (SplitKind.Time, _) => TypedTime.Refuse(line.Value),
                (_, "") => $"Say which part of the rows '{line.Name}' takes, for example 0.8.",
                _ => $"'{line.Value}' is no ratio; write a number like 0.8.",
            };
        }

        if (Kind is SplitKind.Ratio or SplitKind.Key && !TryReadSeed(out _))
        {
            yield return $"The seed '{Seed}' is no whole number; write one like 0.";
        }
    }

    /// <summary>Whether a line has a value that can be read, or needs none.</summary>
    public bool IsReadable(int place) => Kind == SplitKind.Time ? !HasTime(place) || Instant.TryParse(_lines[place].Value, out _) : TryReadRatio(_lines[place].Value, out _);

    /// <summary>Whether a line says a time: by time all but the last one, which takes what is left.</summary>
    public bool HasTime(int place) => Kind == SplitKind.Time && place < _lines.Count - 1;

    /// <summary>Divides the rows otherwise. Names stay.</summary>
    /// <param name="kind">What decides; null for nothing.</param>
    /// <param name="key">The column that is proposed to decide by key; null when none is known.</param>
    public void Choose(SplitKind? kind, string? key)
    {
        var keepsValues = kind is not null && Kind is not null && (kind == SplitKind.Time) == (Kind == SplitKind.Time);
        Kind = kind;
        Keys = Keys.Length == 0 ? key ?? string.Empty : Keys;
        if (kind is null)
        {
            _lines.Clear();
        }
        else if (!keepsValues)
        {
            var names = _lines.Count > 0 ? _lines.ConvertAll(static line => line.Name) : ["train", "test"];
            _lines.Clear();
            _lines.AddRange(names.Select((name, i) => new SplitLine(name, kind == SplitKind.Time || names.Count != 2 ? string.Empty : i == 0 ? "0.8" : "0.2")));
        }
    }

    /// <summary>A further part; by time it stands before the last one.</summary>
    public void Add()
    {
        var name = _lines.Any(static line => line.Name == "validation") ? string.Create(CultureInfo.InvariantCulture, $"part_{_lines.Count + 1}") : "validation";
        _lines.Insert(Kind == SplitKind.Time ? _lines.Count - 1 : _lines.Count, new SplitLine(name, string.Empty));
    }

    public void Change(int place, SplitLine line) => _lines[place] = line;

    public void Remove(int place) => _lines.RemoveAt(place);

    private static bool TryReadRatio(string typed, out double ratio) => double.TryParse(typed.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out ratio);

    private bool TryReadSeed(out long seed) => long.TryParse(Seed.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seed);
}
