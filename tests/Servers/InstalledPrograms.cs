namespace Servers;

/// <summary>Programs of this machine.</summary>
public static class InstalledPrograms
{
    /// <summary>Whether a program of that name is on the path.</summary>
    public static bool Has(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
