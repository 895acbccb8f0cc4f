using System.Text;
using System.Text.Json;

namespace Conformance.Changes;

/// <summary>Changes of the help desk's tables as Debezium 3.5 wrote them, in the folder of real data that lies beside the checkout on some machines.</summary>
public static class CapturedHelpdesk
{
    /// <summary>The folder; null where it is absent.</summary>
    public static string? Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (Path.Combine(folder.FullName, "shared", "data", "tools", "debezium", "helpdesk-3.5") is var path && Directory.Exists(path))
                {
                    return path;
                }
            }

            return null;
        }
    }

    /// <summary>The records of a topic, in order.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="topic">The topic, without the name of the connector in front.</param>
    public static IEnumerable<(byte[]? Key, byte[]? Value)> Read(string file, string topic)
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder!, file)))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("topic").GetString() == "helpdesk." + topic)
            {
                yield return (BytesOf(document.RootElement.GetProperty("key")), BytesOf(document.RootElement.GetProperty("value")));
            }
        }
    }

    private static byte[]? BytesOf(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : Encoding.UTF8.GetBytes(element.GetRawText());
}
