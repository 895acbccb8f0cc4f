using System.Security.Cryptography;

namespace Ingestion.Kafka;

/// <summary>The name under which a process appends, kept in its data folder, which no two running processes share.</summary>
internal static class InstanceName
{
    private const string FileName = "kafka-instance";

    /// <summary>The name of the folder, made at the first call; a new one each time where there is no folder or it cannot be written.</summary>
    public static string Of(string? dataDirectory)
    {
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (string.IsNullOrWhiteSpace(dataDirectory))
        {
            return fresh;
        }

        var path = Path.Combine(dataDirectory, FileName);
        try
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
            {
                return known;
            }

            Directory.CreateDirectory(dataDirectory);
            File.WriteAllText(path, fresh);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A name of one run only costs the readers a wait of 10 to 20 seconds after a crash.
        }

        return fresh;
    }
}
