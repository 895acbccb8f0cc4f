using System.Collections.Concurrent;
using System.Globalization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Redis.Feast;

/// <summary>What Feast's layout has of the views of the catalogue. Views with windows are left out: their values change with the clock, and Feast's stand still. Thread-safe.</summary>
internal sealed class FeastViews(IFeatureRegistry registry)
{
    private readonly ConcurrentDictionary<string, (FeatureView Definition, FeastRow? Row)> _known = new(StringComparer.Ordinal);

    /// <summary>What is to be known of a row by the name under which it is written (<see cref="OnlineLayout"/>); null when Feast's layout has nothing of it.</summary>
    internal FeastRow? Find(string name)
    {
        var (view, version, feature) = Parse(name);
        var isKnown = _known.TryGetValue(name, out var known);
        if (registry.FindView(view, version) is not { } found || found.Version != version)
        {
            return isKnown ? known.Row : null; // Of a view that is gone, and is about to be deleted.
        }

        // A view that was removed and made anew may have other features in the same version.
        if (!isKnown || !ReferenceEquals(known.Definition, found))
        {
            _known[name] = known = (found, Make(found, feature));
        }

        return known.Row;
    }

    /// <summary>Whether any version of a view is defined.</summary>
    internal bool Exists(string view) => registry.FindView(view) is not null;

    /// <summary>Name, version and feature in the name of a row; version 0 where it is no such name.</summary>
    internal static (string View, int Version, string? Feature) Parse(string name)
    {
        var at = name.LastIndexOf('@');
        var mark = name.IndexOf('#', Math.Max(at, 0));
        var version = at < 0 ? default : name.AsSpan((at + 1)..(mark < 0 ? name.Length : mark));
        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (name[..at], number, mark < 0 ? null : name[(mark + 1)..]) : (name, 0, null);
    }

    private static FeastRow? Make(FeatureView view, string? feature)
    {
        if (new ViewColumns(view).HasWindows || (view.NullPolicy == NullPolicy.NewestNonNull && feature is null))
        {
            return null;
        }

        int? place = feature is null ? null : view.Features.Index().First(entry => entry.Item.Name == feature).Index;
        return new FeastRow(new FeastView(view), place, StoredField.Of($"{view.Name}@{view.Version + 1}{(feature is null ? string.Empty : "#" + feature)}"));
    }
}

/// <summary>A kind of row that stands in Feast's layout too.</summary>
/// <param name="View">Its view.</param>
/// <param name="Feature">The place of the one feature in it; null for all of the view.</param>
/// <param name="NextField">The field of our own row of the next version of the view.</param>
internal sealed record FeastRow(FeastView View, int? Feature, string NextField);
