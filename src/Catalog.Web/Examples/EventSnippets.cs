using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Examples;

/// <summary>How to send events into a source and how to read the accepted ones. A test runs every one of these.</summary>
public static class EventSnippets
{
    private const int MostLetters = 80;

    private static readonly JsonSerializerOptions Spaced = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Uploads of files.</summary>
    public static IReadOnlyList<Snippet> Files(EventExample example)
    {
        var file = FileNameOf(example.Source);
        return
        [
            new("CLI", CodeLanguage.Shell, $"./catalog ingest {Literals.Argument(example.Source.Name)} --file {Literals.Argument(file)} --server {example.Server}"),
            new("HTTP", CodeLanguage.Shell, $"""
                curl -s --data-binary @{Literals.Argument(file)} -H 'Content-Type: application/octet-stream' \
                  '{Literals.SingleQuoted($"{AddressOf(example)}/files?name={Uri.EscapeDataString(file)}")}'
                """),
        ];
    }

    /// <summary>Pushes of single events.</summary>
    public static IReadOnlyList<Snippet> Push(EventExample example) => [Curl(example), Python(example), CSharp(example), Feast(example)];

    /// <summary>Reading of accepted events in the order of the log.</summary>
    public static IReadOnlyList<Snippet> Read(EventExample example)
    {
        var address = $"{AddressOf(example)}/events?from=0&limit=1000";
        return
        [
            new("HTTP", CodeLanguage.Shell, $"curl -s '{Literals.SingleQuoted(address)}'"),
            new("Python", CodeLanguage.Python, $"""
                import json, requests

                with requests.get({Literals.Quote(address)}, stream=True) as answer:
                    for line in answer.iter_lines():
                        print(json.loads(line))
                """),
            new("pandas", CodeLanguage.Python, $"""
                import pandas

                events = pandas.read_json({Literals.Quote(address)}, lines=True)
                print(events.head().to_string())
                """),
            new(".NET", CodeLanguage.CSharp, $$"""
                using var client = new HttpClient();
                using var lines = new StreamReader(await client.GetStreamAsync({{Literals.Quote(address)}}));
                while (await lines.ReadLineAsync() is { } line)
                {
                    Console.WriteLine(line);
                }
                """),
            new("SQL", CodeLanguage.Sql, $"""
                -- curl -s '{Literals.SingleQuoted(address)}' > events.ndjson
                SELECT {string.Join(", ", example.Source.Columns.Take(5).Select(static column => Literals.SqlName(column.Name)))}
                FROM read_json('events.ndjson')
                ORDER BY __sequence;
                """),
        ];
    }

    // One record is one line of NDJSON, so the shell puts the lines of the snippet together: '...'\ and '...' without space between them.
    private static Snippet Curl(EventExample example) => new("HTTP", CodeLanguage.Shell, $"""
        curl -s '{Literals.SingleQuoted(AddressOf(example))}/events' -H 'Content-Type: application/x-ndjson' \
          -H "Idempotency-Key: $(date +%s)" \
          --data-binary '{string.Join(" '\\\n'", LinesOf(example.Event).Select(Literals.SingleQuoted))}'
        """);

    private static Snippet Python(EventExample example) => new("Python", CodeLanguage.Python, $"""
        import json, requests, uuid

        events = [{PythonOf(example.Event)}]
        answer = requests.post(
            {Literals.Quote($"{AddressOf(example)}/events")},
            data="\n".join(json.dumps(event) for event in events).encode(),
            headers={"{"}"Content-Type": "application/x-ndjson", "Idempotency-Key": str(uuid.uuid4()){"}"})
        print(answer.json())
        """);

    private static Snippet CSharp(EventExample example) => new(".NET", CodeLanguage.CSharp, $$""""
        using System.Text;

        var line = """
            {{string.Join("\n    ", LinesOf(example.Event))}}
            """.ReplaceLineEndings(" ");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, {{Literals.Quote($"{AddressOf(example)}/events")}});
        request.Content = new StringContent(line, Encoding.UTF8, "application/x-ndjson");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await client.SendAsync(request);
        Console.WriteLine(await answer.Content.ReadAsStringAsync());
        """");

    private static Snippet Feast(EventExample example) => new("Feast", CodeLanguage.Shell, $$"""
        curl -s {{example.Server}}/push -H 'Content-Type: application/json' -d '{
          "push_source_name": {{Literals.SingleQuoted(Literals.Quote(example.Source.Name))}},
          "df": {{string.Join("\n    ", LinesOf(FrameOf(example.Event)).Select(Literals.SingleQuoted))}},
          "to": "online_and_offline"
        }'
        """);

    private static JsonObject FrameOf(JsonObject row) => new(row.Select(static pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, new JsonArray(pair.Value?.DeepClone()))));

    private static string AddressOf(EventExample example) => $"{example.Server}/api/v1/sources/{Uri.EscapeDataString(example.Source.Name)}";

    // An object in lines that fit a panel; together, with spaces between them, they are the object.
    private static List<string> LinesOf(JsonObject value) => WrapOf([.. value.Select(static pair => $"{Literals.Quote(pair.Key)}:{pair.Value?.ToJsonString(Spaced) ?? "null"}")]);

    // JSON and Python differ in three words only, and in an object of scalars these stand alone.
    private static string PythonOf(JsonObject row) => string.Join("\n    ", WrapOf([.. row.Select(static pair => $"{Literals.Quote(pair.Key)}: {pair.Value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => pair.Value.ToJsonString(Spaced),
    }}")]));

    private static List<string> WrapOf(IReadOnlyList<string> members)
    {
        var lines = new List<string> { "{" };
        foreach (var (place, member) in members.Index())
        {
            var text = member + (place + 1 < members.Count ? "," : "}");
            if (lines[^1] is not "{" && lines[^1].Length + text.Length >= MostLetters)
            {
                lines.Add(text);
            }
            else
            {
                lines[^1] += lines[^1] is "{" ? text : " " + text;
            }
        }

        return members.Count == 0 ? ["{}"] : lines;
    }

    private static string FileNameOf(Source source) => source.Files is [var first, ..] && !first.Contains('*', StringComparison.Ordinal)
        ? Path.GetFileName(first)
        : source.Name + source.Format switch
        {
            FileFormat.Csv => ".csv",
            FileFormat.Ndjson => ".ndjson",
            _ => ".parquet",
        };
}
