using Catalog.Web.ViewModels;

namespace Catalog.Web.Examples;

/// <summary>How to look features up and how to make a training set of them. A test runs every one of these.</summary>
public static class LookupSnippets
{
    /// <summary>The lookup by HTTP, Python, .NET and the command line.</summary>
    public static IReadOnlyList<Snippet> Lookup(LookupExample example) => [Curl(example), Python(example), CSharp(example), CommandLine(example)];

    /// <summary>A training set as a pandas frame.</summary>
    public static Snippet Pandas(LookupExample example) => new("pandas", CodeLanguage.Python, $$"""
        import io, time
        import pandas, requests

        sets = "{{example.Server}}/api/v1/training-sets"
        made = requests.post(sets, json={
            {{Subject(example, "featureService", indent: 4)}},
            "rows": [{{{RowOf(example)}}}],
        }).json()
        while requests.get(f"{sets}/{made['id']}").json()["state"] in ("queued", "running"):
            time.sleep(0.2)
        train = pandas.read_parquet(io.BytesIO(requests.get(f"{sets}/{made['name']}/download").content))
        print(train)
        """);

    private static Snippet Curl(LookupExample example) => new("HTTP", CodeLanguage.Shell, $$"""
        curl -s {{example.Server}}/get-online-features -d '{
          {{Literals.SingleQuoted(Subject(example, "feature_service", indent: 2))}},
          "entities": {{{Literals.SingleQuoted(EntitiesOf(example))}}}
        }'
        """);

    private static Snippet Python(LookupExample example) => new("Python", CodeLanguage.Python, $$"""
        import requests

        answer = requests.post("{{example.Server}}/get-online-features", json={
            {{Subject(example, "feature_service", indent: 4)}},
            "entities": {{{EntitiesOf(example)}}},
        }).json()
        for name, column in zip(answer["metadata"]["feature_names"], answer["results"]):
            print(name, column["values"], column["statuses"])
        """);

    // The request as text: `dotnet run file.cs` builds without the reflection that serializing an object would need.
    private static Snippet CSharp(LookupExample example) => new(".NET", CodeLanguage.CSharp, $$""""
        using System.Text;

        using var client = new HttpClient();
        using var answer = await client.PostAsync("{{example.Server}}/get-online-features", new StringContent("""
        {
          {{Subject(example, "feature_service", indent: 2)}},
          "entities": {{{EntitiesOf(example)}}}
        }
        """, Encoding.UTF8, "application/json"));
        Console.WriteLine(await answer.Content.ReadAsStringAsync());
        """");

    private static Snippet CommandLine(LookupExample example)
    {
        var subject = example.Service is { } service ? $"--service {Literals.Argument(service)}" : $"--features {Literals.Argument(string.Join(',', example.Features))}";
        var keys = example.Keys.Select(static key => "--key " + Literals.Argument($"{key.Key}={key.Value}"));
        return new Snippet("CLI", CodeLanguage.Shell, string.Join(" \\\n  ", [$"./catalog lookup --server {example.Server}", subject, .. keys]));
    }

    private static string Subject(LookupExample example, string serviceMember, int indent)
        => example.Service is { } service ? $"\"{serviceMember}\": {Literals.Quote(service)}" : $"\"features\": [{Literals.List(example.Features, indent)}]";

    private static string EntitiesOf(LookupExample example)
        => string.Join(", ", example.Keys.Select(static key => $"{Literals.Quote(key.Key)}: [{Literals.Of(key.Value)}]"));

    private static string RowOf(LookupExample example)
        => string.Join(", ", example.Keys.Select(static key => $"{Literals.Quote(key.Key)}: {Literals.Of(key.Value)}").Append($"\"event_timestamp\": {Literals.Quote(example.At.ToString())}"));
}
