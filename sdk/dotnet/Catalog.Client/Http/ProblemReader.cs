using System.Text.Json;

namespace Catalog.Client;

/// <summary>Makes an exception of an answer that is no success: the product's problem documents, and the texts of Feast's doors.</summary>
internal static class ProblemReader
{
    private const string CodeHeader = "Catalog-Error-Code";

    internal static CatalogException Read(string attempted, HttpResponseMessage answer, byte[] body)
    {
        var status = (int)answer.StatusCode;
        var retryAfter = answer.Headers.RetryAfter?.Delta;
        using var document = Parse(answer, body);
        if (document is null || Explain(answer, document.RootElement) is not { } problem)
        {
            var detail = $"the server answered {status} {answer.ReasonPhrase} to '{answer.RequestMessage?.RequestUri}'. Is it a catalogue, and of a version that fits this package?";
            return new CatalogException(CatalogErrorKind.UnexpectedAnswer, CatalogClientCodes.UnexpectedAnswer, attempted, detail)
            {
                Status = status, RetryAfter = retryAfter, IsTransient = status is 502 or 503 or 504,
            };
        }

        var isTransient = status is 429 or 503 || (Member(document.RootElement, "transient") is { ValueKind: JsonValueKind.True });
        return new CatalogException(KindOf(problem.Code, status, isTransient), problem.Code, attempted, problem.Detail)
        {
            Status = status, RetryAfter = retryAfter, IsTransient = isTransient, Findings = problem.Findings,
        };
    }

    /// <summary>A finding as the server writes it.</summary>
    internal static CatalogFinding ReadFinding(JsonElement finding) => new()
    {
        Rule = Text(finding, "rule"),
        Code = Text(finding, "code"),
        Severity = Text(finding, "severity") ?? "error",
        Message = Text(finding, "message") ?? Text(finding, "detail") ?? string.Empty,
        File = Text(finding, "file"),
        Line = Number(finding, "line"),
        Column = Number(finding, "column"),
        Path = Text(finding, "path"),
        Fix = Text(finding, "fix"),
    };

    private static JsonDocument? Parse(HttpResponseMessage answer, byte[] body)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Problem? Explain(HttpResponseMessage answer, JsonElement document)
    {
        if (Text(document, "code") is { } code)
        {
            var findings = Member(document, "findings") ?? Member(document, "errors");
            return new Problem(
                code,
                Text(document, "detail") ?? Text(document, "title") ?? string.Empty,
                findings is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(ReadFinding)] : []);
        }

        var detail = document.ValueKind == JsonValueKind.String ? FeastMessage(document.GetString() ?? string.Empty) : Member(document, "detail") switch
        {
            { ValueKind: JsonValueKind.Array } parts => string.Join(' ', parts.EnumerateArray().Select(InWords)),
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => null,
        };
        return detail is null ? null : new Problem(answer.Headers.TryGetValues(CodeHeader, out var codes) ? codes.First() : "invalid-request", detail, []);
    }

    private static CatalogErrorKind KindOf(string code, int status, bool isTransient) => code switch
    {
        // By the code first: Feast's doors have other statuses for some of them.
        "invalid-definitions" => CatalogErrorKind.InvalidDefinitions,
        "unknown-address" => CatalogErrorKind.NotFound,
        _ when code.EndsWith("-not-found", StringComparison.Ordinal) => CatalogErrorKind.NotFound,
        _ when isTransient => CatalogErrorKind.Unavailable,
        _ when status is 409 or 412 => CatalogErrorKind.Conflict,
        _ => CatalogErrorKind.Refused,
    };

    /// <summary>One entry of FastAPI's list: what is wrong, and where in the body.</summary>
    private static string InWords(JsonElement part)
    {
        var place = Member(part, "loc") is { ValueKind: JsonValueKind.Array } steps ? string.Join('.', steps.EnumerateArray().Select(static step => step.ToString())) : string.Empty;
        return $"{place}: {Text(part, "msg")}.";
    }

    // Where Feast has a class for an error, the text is itself JSON.
    private static string FeastMessage(string text)
    {
        if (!text.StartsWith('{'))
        {
            return text;
        }

        try
        {
            using var inner = JsonDocument.Parse(text);
            return Text(inner.RootElement, "message") ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;

    private sealed record Problem(string Code, string Detail, IReadOnlyList<CatalogFinding> Findings);
}
