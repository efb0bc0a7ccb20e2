namespace KubeSec.Manifests;

/// <summary>Lists a folder at any depth. Links to files count, links to folders are not followed: they may lead in circles.</summary>
internal static class FolderWalk
{
    /// <summary>The full paths; a folder that may not be listed is given itself, so that reading it says so.</summary>
    public static IEnumerable<string> Files(string root)
    {
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out string? folder))
        {
            FileSystemInfo[]? entries = List(folder);
            if (entries is null)
            {
                yield return folder;
                continue;
            }

            foreach (FileSystemInfo entry in entries)
            {
                if (entry is FileInfo)
                {
                    yield return entry.FullName;
                }
                else if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    folders.Push(entry.FullName);
                }
            }
        }
    }

    private static FileSystemInfo[]? List(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
