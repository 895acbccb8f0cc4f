using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Web.ViewModels;
using FeatureStore.Model;

namespace Catalog.Web.Examples;

/// <summary>How to ask for a training set and how to read it, outside of the portal. A test runs every one of these.</summary>
public static class TrainingSetCalls
{
    private const string Route = "/api/v1/training-sets";

    private static readonly JsonSerializerOptions PartOptions = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Asks for the training set and reads it: by the command line, HTTP, Python and .NET.</summary>
    /// <param name="server">Where the server is, without a slash at the end.</param>
    /// <param name="name">Name to keep it under; empty lets the server make one.</param>
    /// <param name="definition">What it is to hold.</param>
    /// <param name="overwrite">Whether one of that name is replaced.</param>
    /// <param name="frame">The entity frame; null for a definition with a range.</param>
    public static IReadOnlyList<Snippet> Make(string server, string name, TrainingSetDefinition definition, bool overwrite, SnippetFrame? frame)
    {
        var file = (name.Length > 0 ? name : "training-set") + ".parquet";
        var spec = SpecOf(name, definition, overwrite);
        return
        [
            new Snippet("CLI", CodeLanguage.Shell, frame?.LinesIn(CodeLanguage.Shell) + CommandLine(server, name, definition, overwrite, frame, file)),
            new Snippet("HTTP", CodeLanguage.Shell, frame?.LinesIn(CodeLanguage.Shell) + Curl(server, name, definition, overwrite, frame)),
            new Snippet("Python", CodeLanguage.Python, $$"""
                import time
                import requests

                sets = "{{server}}{{Route}}"
                {{frame?.LinesIn(CodeLanguage.Python)}}{{PythonPost(spec, frame)}}
                while requests.get(f"{sets}/{made['id']}").json()["state"] in ("queued", "running"):
                    time.sleep(0.2)
                with open({{Literals.Quote(file)}}, "wb") as result:
                    result.write(requests.get(f"{sets}/{made['name']}/download").content)
                """),
            new Snippet(".NET", CodeLanguage.CSharp, $$"""
                using System.Text.Json;

                using var client = new HttpClient();
                {{frame?.LinesIn(CodeLanguage.CSharp)}}{{DotNetBody(spec, frame)}}
                using var answer = await client.PostAsync("{{server}}{{Route}}", body);
                using var made = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
                Console.WriteLine(made.RootElement.GetProperty("name"));
                """),
        ];
    }

    /// <summary>Reads a complete training set as a whole.</summary>
    public static IReadOnlyList<Snippet> Read(string server, string name)
    {
        var address = $"{server}{Route}/{Uri.EscapeDataString(name)}/download";
        return
        [
            new Snippet("pandas", CodeLanguage.Python, $"""
                import pandas

                train = pandas.read_parquet("{address}?format=parquet")
                print(train)
                """),
            new Snippet(".NET", CodeLanguage.CSharp, $$"""
                using var client = new HttpClient();
                var file = await client.GetByteArrayAsync("{{address}}?format=parquet");
                await File.WriteAllBytesAsync("{{name}}.parquet", file);
                Console.WriteLine($"{file.Length} bytes");
                """),
            new Snippet("HTTP", CodeLanguage.Shell, $"curl -s -o {name}.parquet {address}"),
            new Snippet("CLI", CodeLanguage.Shell, $"./catalog training-sets {name} --server {server} \\\n  --out {name}.parquet"),
        ];
    }

    /// <summary>Asks for it by HTTP.</summary>
    internal static string Curl(string server, string name, TrainingSetDefinition definition, bool overwrite, SnippetFrame? frame) => frame is not null
        ? $"""
        curl -s {server}{Route} \
          -F {Literals.Argument("frame=@" + CurlName(frame.FileName))} \
          -F {Literals.Argument("spec=" + SpecOf(name, definition, overwrite))}
        """
        : $"""
        curl -s {server}{Route} \
          -H 'Content-Type: application/json' \
          -d {Literals.Argument(SpecOf(name, definition, overwrite))}
        """;

    /// <summary>Asks for it by the command line and writes it to a file.</summary>
    internal static string CommandLine(string server, string name, TrainingSetDefinition definition, bool overwrite, SnippetFrame? frame, string file)
    {
        List<string> parts = [$"./catalog training-set --server {server}", RowsOf(definition, frame), SubjectOf(definition)];
        AddIf(definition.TimestampColumn != new TrainingSetDefinition().TimestampColumn, $"--timestamp {Literals.Argument(definition.TimestampColumn)}");
        AddIf(definition.FullFeatureNames, "--full-names");
        AddIf(definition.AsKnownAtEntityTime, "--as-known-at entity-time");
        AddIf(definition.AsKnownAt is not null, $"--as-known-at {definition.AsKnownAt}");
        AddIf(name.Length > 0, $"--name {Literals.Argument(name)}");
        AddIf(overwrite, "--overwrite");
        AddIf(definition.Splits is not null, $"--split {Literals.Argument(string.Join(',', definition.Splits?.Parts.Select(PartOf) ?? []))}");
        AddIf(definition.Splits is { Keys.Count: > 0 }, $"--split-by {Literals.Argument(string.Join(',', definition.Splits?.Keys ?? []))}");
        AddIf(definition.Splits is { Seed: not 0 }, string.Create(CultureInfo.InvariantCulture, $"--seed {definition.Splits?.Seed}"));
        AddIf(true, $"--out {Literals.Argument(file)}");
        return string.Join(" \\\n  ", parts);

        void AddIf(bool wanted, string part)
        {
            if (wanted)
            {
                parts.Add(part);
            }
        }
    }

    private static string PartOf(TrainingSetSplit part)
        => part.Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{part.Name}={ratio}") : part.Before is { } before ? $"{part.Name}={before}" : part.Name;

    // As the record has it: that is what the door takes.
    private static string AsJson<T>(T? part) => JsonSerializer.Serialize(part, PartOptions);

    // Where a name has what ends a name for curl, it stands in quotes.
    private static string CurlName(string file) => file.AsSpan().ContainsAny(",;\"\\") ? Literals.Quote(file) : file;

    private static string RowsOf(TrainingSetDefinition definition, SnippetFrame? frame) => definition.Range switch
    {
        null => $"--entities {Literals.Argument(frame?.FileName ?? string.Empty)}",
        { AsOf: { } time } => $"--as-of {time}",
        var range => $"{(range.View is null ? string.Empty : $"--view {Literals.Argument(range.View)} ")}--start {range.Start} --end {range.End}",
    };

    private static string PythonPost(string spec, SnippetFrame? frame) => frame is not null
        ? $$"""
        with open({{Literals.Quote(frame.FileName)}}, "rb") as frame:
            made = requests.post(sets, files={"frame": frame}, data={"spec": {{Literals.Quote(spec)}}}).json()
        """
        : $$"""made = requests.post(sets, data={{Literals.Quote(spec)}}, headers={"Content-Type": "application/json"}).json()""";

    private static string DotNetBody(string spec, SnippetFrame? frame) => frame is not null
        ? $$"""
        using var body = new MultipartFormDataContent
        {
            { new StreamContent(File.OpenRead({{Literals.Quote(frame.FileName)}})), "frame", {{Literals.Quote(frame.FileName)}} },
            { new StringContent({{Literals.Quote(spec)}}), "spec" },
        };
        """
        : $$"""using var body = new StringContent({{Literals.Quote(spec)}}, System.Text.Encoding.UTF8, "application/json");""";

    private static string SubjectOf(TrainingSetDefinition definition) => definition.FeatureService is { } service
        ? $"--service {Literals.Argument(service)}"
        : $"--features {Literals.Argument(string.Join(',', definition.Features))}";

    // Only what differs from what the server takes by itself.
    private static string SpecOf(string name, TrainingSetDefinition definition, bool overwrite)
    {
        List<string> members = [];
        AddIf(name.Length > 0, "name", Literals.Quote(name));
        AddIf(definition.FeatureService is not null, "featureService", Literals.Quote(definition.FeatureService ?? string.Empty));
        AddIf(definition.FeatureService is null, "features", $"[{string.Join(", ", definition.Features.Select(Literals.Quote))}]");
        AddIf(definition.TimestampColumn != new TrainingSetDefinition().TimestampColumn, "timestampColumn", Literals.Quote(definition.TimestampColumn));
        AddIf(definition.FullFeatureNames, "fullFeatureNames", "true");
        AddIf(definition.AsKnownAt is not null, "asKnownAt", Literals.Quote(definition.AsKnownAt?.ToString() ?? string.Empty));
        AddIf(definition.AsKnownAtEntityTime, "asKnownAtEntityTime", "true");
        AddIf(definition.Splits is not null, "splits", AsJson(definition.Splits));
        AddIf(definition.Range is not null, "range", AsJson(definition.Range));
        AddIf(overwrite, "overwrite", "true");
        return string.Create(CultureInfo.InvariantCulture, $"{{{string.Join(", ", members)}}}");

        void AddIf(bool wanted, string member, string value)
        {
            if (wanted)
            {
                members.Add($"\"{member}\": {value}");
            }
        }
    }
}
