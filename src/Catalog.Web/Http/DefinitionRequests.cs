using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;

namespace Catalog.Web.Http;

/// <summary>Reads what the definitions' doors are asked: JSON, or a form with one part for each file.</summary>
internal static class DefinitionRequests
{
    private const string AnonymousAuthor = "anonymous";

    /// <summary>The change that the body describes. Nobody is signed in yet, so the author is who the caller says.</summary>
    internal static async Task<ApplyRequest> ReadChangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (MediaTypes.BoundaryOf(request) is not null)
        {
            return await ReadFormAsync(request, cancellationToken);
        }

        if (!request.HasJsonContentType())
        {
            throw MediaTypes.Refuse(request.ContentType, "application/json, or multipart/form-data with a boundary and one part for each file");
        }

        var body = await request.ReadFromJsonAsync<ChangeBody>(cancellationToken)
            ?? throw Refuse("The body is null; send files in 'files'.");
        return new ApplyRequest
        {
            Plan = new PlanRequest
            {
                Files = [.. (body.Files ?? []).Select(static file => ToFile(file))],
                Prune = body.Prune,
                Remove = [.. (body.Remove ?? []).Select(static name => ToId(name?.Kind, name?.Name))],
            },
            Author = Author(body.Author),
            Message = body.Message,
            ExpectedRevision = body.ExpectedRevision,
        };
    }

    /// <summary>The one document of a validation: JSON with path and text, or the text itself with the path in the query.</summary>
    internal static async Task<DefinitionFile> ReadFileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasJsonContentType())
        {
            return ToFile(await request.ReadFromJsonAsync<FileBody>(cancellationToken));
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return DefinitionFolder.Decode(request.Query["path"].ToString(), buffer.ToArray());
    }

    /// <summary>The kind of that name; upper and lower case do not matter, and <c>DataContract</c> is a contract.</summary>
    internal static DefinitionKind ReadKind(string? kind)
    {
        if (string.Equals(kind, "DataContract", StringComparison.OrdinalIgnoreCase))
        {
            return DefinitionKind.Contract;
        }

        // Enum.TryParse takes numbers too.
        var name = Enum.GetNames<DefinitionKind>().FirstOrDefault(name => string.Equals(name, kind, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? Enum.Parse<DefinitionKind>(name)
            : throw Refuse($"There is no kind '{kind}'; legal are {string.Join(", ", Enum.GetNames<DefinitionKind>())}.");
    }

    private static async Task<ApplyRequest> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await ReadFormPartsAsync(request, cancellationToken);
        var files = new List<DefinitionFile>();
        foreach (var part in form.Files)
        {
            using var buffer = new MemoryStream();
            await part.CopyToAsync(buffer, cancellationToken);
            files.Add(DefinitionFolder.Decode(part.FileName, buffer.ToArray()));
        }

        return new ApplyRequest
        {
            Plan = new PlanRequest
            {
                Files = files,
                Prune = QueryValues.ReadFlag("prune", form["prune"]),
                Remove = [.. form["remove"].OfType<string>().Select(static name => ToId(name.Split('/')[0], name.Split('/') is [_, var rest] ? rest : null))],
            },
            Author = Author(form["author"].ToString()),
            Message = form["message"].ToString() is { Length: > 0 } message ? message : null,
            ExpectedRevision = ReadRevision(form["expectedRevision"].ToString()),
        };
    }

    private static async Task<IFormCollection> ReadFormPartsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Refuse(MediaTypes.DescribeUnreadable(exception));
        }
    }

    private static long? ReadRevision(string text)
        => text.Length == 0 ? null : long.TryParse(text, out var revision) ? revision : throw Refuse($"'expectedRevision' is '{text}'; it must be a whole number.");

    private static string Author(string? author) => string.IsNullOrWhiteSpace(author) ? AnonymousAuthor : author.Trim();

    private static DefinitionFile ToFile(FileBody? file)
        => file?.Text is { } text ? new DefinitionFile(file.Path ?? string.Empty, text) : throw Refuse("A file has no 'text'.");

    private static DefinitionId ToId(string? kind, string? name)
        => string.IsNullOrEmpty(name) ? throw Refuse("A definition to remove has no 'name'.") : new DefinitionId(ReadKind(kind), name);

    private static DefinitionsException Refuse(string message) => new(DefinitionsErrorCode.InvalidRequest, message);
}
