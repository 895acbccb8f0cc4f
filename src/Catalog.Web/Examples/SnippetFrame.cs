using Catalog.Web.ViewModels;

namespace Catalog.Web.Examples;

/// <summary>The entity frame of a snippet, so that it runs as it stands: its first lines make the file, unless the reader has it.</summary>
public sealed class SnippetFrame
{
    private readonly string? _text;
    private readonly string? _address;

    private SnippetFrame(string fileName, string? text, string? address) => (FileName, _text, _address) = (fileName, text, address);

    /// <summary>Name of the file.</summary>
    public string FileName { get; }

    /// <summary>A file that the reader has, in the folder in which the snippet runs.</summary>
    public static SnippetFrame Own(string fileName) => new(fileName, null, null);

    /// <summary>A file with a text, which the snippet writes.</summary>
    /// <param name="fileName">Its name.</param>
    /// <param name="text">The text, of whole lines.</param>
    public static SnippetFrame Written(string fileName, string text) => new(fileName, text, null);

    /// <summary>A file that the snippet reads from an address.</summary>
    public static SnippetFrame Fetched(string fileName, string address) => new(fileName, null, address);

    /// <summary>The lines that make the file; empty, or ended by a line break.</summary>
    internal string LinesIn(CodeLanguage language) => (language, _text, _address) switch
    {
        (_, null, null) => string.Empty,
        (CodeLanguage.Shell, { } text, _) => $"cat > {Literals.Argument(FileName)} <<'END'\n{text}END\n",
        (CodeLanguage.Shell, _, { } address) => $"curl -sS --fail -o {Literals.Argument(FileName)} {address}\n",
        (CodeLanguage.Python, { } text, _) => $"with open({Literals.Quote(FileName)}, \"w\", encoding=\"utf-8\") as file:\n    file.write(\n{Lines(text, "        ", string.Empty)}\n    )\n",
        (CodeLanguage.Python, _, { } address) => $"with open({Literals.Quote(FileName)}, \"wb\") as file:\n    file.write(requests.get(\"{address}\").content)\n",
        (_, { } text, _) => $"await File.WriteAllTextAsync({Literals.Quote(FileName)},\n{Lines(text, "    ", " +")});\n",
        (_, _, { } address) => $"await File.WriteAllBytesAsync({Literals.Quote(FileName)}, await client.GetByteArrayAsync(\"{address}\"));\n",
    };

    // A literal for each line; Python joins them by itself.
    private static string Lines(string text, string indent, string join)
        => string.Join(join + "\n", text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => indent + Literals.Quote(line + "\n")));
}
