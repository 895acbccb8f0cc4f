namespace Lineage.Model;

/// <summary>Whether a run read or wrote a dataset. Numbers are stable: they are stored.</summary>
public enum DatasetDirection
{
    /// <summary>Read.</summary>
    Input = 0,

    /// <summary>Written.</summary>
    Output = 1,
}
