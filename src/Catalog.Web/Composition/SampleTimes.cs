using System.Text.Json;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Model;

namespace Catalog.Web.Composition;

/// <summary>Moves the samples' event times by whole days, so that years-old data plays as if it were of today. The sources say so in <c>file_time_shift</c>.</summary>
internal sealed class SampleTimes
{
    private const string FileName = "newest.json";
    private const string Key = "file_time_shift";

    private readonly Dictionary<string, TimeSpan> _shifts;

    private SampleTimes(Dictionary<string, TimeSpan> shifts) => _shifts = shifts;

    /// <summary>Reads the newest event time of each source from the folder; without such a file nothing is moved.</summary>
    internal static async Task<SampleTimes> ReadAsync(string folder, Instant now, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new SampleTimes([]);
        }

        await using var file = File.OpenRead(path);
        var newest = await JsonSerializer.DeserializeAsync<Dictionary<string, DateTimeOffset>>(file, cancellationToken: cancellationToken) ?? [];
        return new SampleTimes(newest.ToDictionary(
            static pair => pair.Key, pair => TimeSpan.FromDays(Math.Max(0, Math.Floor((now - Instant.From(pair.Value)).TotalDays))), StringComparer.Ordinal));
    }

    /// <summary>The files with the shift written into those that declare one of the sources.</summary>
    /// <exception cref="DefinitionsException">The files have errors.</exception>
    internal IReadOnlyList<DefinitionFile> Shift(IReadOnlyList<DefinitionFile> files)
    {
        var set = DefinitionSet.FromFiles(files);
        var sources = set.Sources.Where(source => _shifts.ContainsKey(source.Name))
            .ToDictionary(source => set.Find(new DefinitionId(DefinitionKind.Source, source.Name))!.Path, static source => source.Name, StringComparer.Ordinal); // Every source has a definition.
        return [.. files.Select(file => sources.TryGetValue(file.Path, out var source)
            ? file with { Text = YamlEditor.Set(file.Text, Key, Duration.Format(_shifts[source]), after: "max_ahead") }
            : file)];
    }
}
