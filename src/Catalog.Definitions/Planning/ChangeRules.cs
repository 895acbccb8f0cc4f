namespace Catalog.Definitions.Planning;

/// <summary>Judges what goes with the definitions of a change: it is kept for ever and shown on pages, so it must be short, and text.</summary>
internal static class ChangeRules
{
    private const int LongestAuthor = 200;
    private const int LongestMessage = 2_000;
    private const int LongestPath = 500;

    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.InvalidRequest"/>: author, message or the path of a file is not legal.</exception>
    internal static void Require(ApplyRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Author))
        {
            throw Refuse("A change was to be applied without an author; say who applies it in 'author'.");
        }

        Require("author", request.Author, LongestAuthor, lines: false);
        if (request.Message is { } message)
        {
            Require("message", message, LongestMessage, lines: true);
        }

        Require(request.Plan);
    }

    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.InvalidRequest"/>: the path of a file is not legal.</exception>
    internal static void Require(PlanRequest request)
    {
        foreach (var file in request.Files)
        {
            if (string.IsNullOrWhiteSpace(file.Path))
            {
                throw Refuse("A file has no 'path'; give each its path in the folder of definitions, such as 'shop/views.yaml'.");
            }

            Require("path", file.Path, LongestPath, lines: false);
            if (file.Path.Split('/', '\\').Contains(".."))
            {
                throw Refuse($"The 'path' of a file is '{file.Path}'; it must lie in the folder of definitions, without '..'.");
            }
        }
    }

    private static void Require(string name, string text, int longest, bool lines)
    {
        if (text.Length > longest)
        {
            throw Refuse($"The '{name}' of a change has {text.Length} characters; give at most {longest}.");
        }

        if (text.Where(character => char.IsControl(character) && !(lines && character is ('\n' or '\r' or '\t'))).Cast<char?>().FirstOrDefault() is { } control)
        {
            throw Refuse($"The '{name}' of a change has the control character U+{(int)control:X4}; write it as text{(lines ? ", of several lines if need be" : " of one line")}.");
        }
    }

    private static DefinitionsException Refuse(string message) => new(DefinitionsErrorCode.InvalidRequest, message);
}
