using System.Globalization;
using System.IO.Compression;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>A source of several partitions with its views, and the lines that come in.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Views">Its views.</param>
/// <param name="Entity">Join key of the views.</param>
/// <param name="Keys">Every key that the lines have.</param>
/// <param name="Features">What is looked up and trained on.</param>
/// <param name="Files">Gzipped CSV files with one header.</param>
/// <param name="Times">The times for which training rows are asked.</param>
internal sealed record SharedStream(string Source, string[] Views, string Entity, object[] Keys, string[] Features, string[] Files, DateTime[] Times)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is served for every key once the views hold all that came in.</summary>
    internal async Task<List<string>> LookUpAsync(CatalogProcess catalog)
    {
        foreach (var view in Views)
        {
            await catalog.FlushAsync(view, Token);
        }

        return await Lookups.ReadAsync(catalog, Entity, Keys, Features, Token);
    }

    /// <summary>The lines of a training set over every key at each time.</summary>
    internal async Task<string[]> TrainAsync(CatalogProcess catalog, string folder)
    {
        var (frame, result) = (Path.Combine(folder, $"{Guid.NewGuid():N}-frame.csv"), Path.Combine(folder, $"{Guid.NewGuid():N}.csv"));
        await File.WriteAllLinesAsync(
            frame,
            Keys.SelectMany(key => Times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{key},{time:yyyy-MM-dd'T'HH:mm:ss'Z'}"))).Prepend($"{Entity},event_timestamp"),
            Token);
        (await Cli.RunAsync(catalog.Address, Token, "training-set", "--entities", frame, "--features", string.Join(',', Features), "--out", result)).MustSucceed();
        return await File.ReadAllLinesAsync(result, Token);
    }

    /// <summary>The lines in as many files, each with the header.</summary>
    internal string[] Split(string folder, int parts)
    {
        var lines = Files.SelectMany(static (path, place) => ReadLines(path).Skip(place == 0 ? 0 : 1)).ToArray();
        return [.. lines.Skip(1).Chunk((lines.Length / parts) + 1).Select((part, i) =>
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Source}-{i:00}.csv"));
            File.WriteAllLines(path, part.Prepend(lines[0]));
            return path;
        })];
    }

    private static string[] ReadLines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
